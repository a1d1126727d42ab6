"""The languages of the platform: names, directions, fall-backs, and which of them a browser asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from cbt.errors import N_, CbtError

Direction: TypeAlias = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Locale:
    """One language as it is written somewhere.

    `tag` is BCP 47 and stands in addresses, HTML and facts; `name` is what its readers call it; `babel` names its
    CLDR data; `fallback` lists the languages that stand in for a missing text, best first (English always last).
    """

    tag: str
    name: str
    direction: Direction
    babel: str
    fallback: tuple[str, ...]


class UnknownLanguage(CbtError):
    """A language was asked for that the platform does not have."""

    sentence = N_("There is no language “{tag}”. There are: {known}.")


SOURCE = "en"
LOCALES: tuple[Locale, ...] = (
    Locale("en", "English", "ltr", "en_GB", ()),  # British: day before month, 24 hours, as everywhere in the region
    Locale("ru", "Русский", "ltr", "ru", ("en",)),
    Locale("kk", "Қазақша", "ltr", "kk", ("ru", "en")),
    Locale("ky", "Кыргызча", "ltr", "ky", ("ru", "en")),
    Locale("tg", "Тоҷикӣ", "ltr", "tg", ("ru", "en")),
    Locale("uz", "Oʻzbekcha", "ltr", "uz", ("ru", "en")),
    Locale("uz-Cyrl", "Ўзбекча", "ltr", "uz_Cyrl", ("ru", "en")),
    Locale("tk", "Türkmençe", "ltr", "tk", ("ru", "en")),
    Locale("fa-AF", "دری", "rtl", "fa_AF", ("en",)),
    Locale("ps", "پښتو", "rtl", "ps", ("fa-AF", "en")),
)
BY_TAG = {locale.tag: locale for locale in LOCALES}
ALSO = {"prs": "fa-AF", "prs-af": "fa-AF", "fa": "fa-AF", "uz-latn": "uz", "uz-cyrl-uz": "uz-Cyrl"}  # what browsers say


def find(tag: str) -> Locale:
    """Return the language with this tag. Raises UnknownLanguage."""
    try:
        return BY_TAG[tag]
    except KeyError:
        raise UnknownLanguage(tag=tag, known=", ".join(BY_TAG)) from None


def negotiate(accept_language: str, offered: Sequence[str]) -> str:
    """Return the offered tag that fits an `Accept-Language` header best, or the first offered one.

    Ranges are looked up from long to short (RFC 4647, section 3.4); what cannot be read is passed over.
    """
    known = {tag.lower(): tag for tag in offered}
    for wanted in _ranges(accept_language):
        parts = wanted.split("-")
        for length in range(len(parts), 0, -1):
            short = "-".join(parts[:length])
            found = known.get(short) or known.get(ALSO.get(short, "").lower())
            if found:
                return found
    return offered[0]


def _ranges(header: str) -> list[str]:
    """Return the ranges of the header in small letters, most wanted first, without those of weight 0."""
    weighed: list[tuple[float, str]] = []
    for item in header.split(","):
        name, _, parameter = item.partition(";")
        wanted, weight = name.strip().lower(), _weight(parameter)
        if wanted and weight > 0:
            weighed.append((weight, wanted))
    return [wanted for _, wanted in sorted(weighed, key=lambda pair: -pair[0])]


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
