"""Keep the interface catalogues in step with the sentences in the code: `python -m cbt.language.messages`.

Sentences are found in Python (`N_`, `_`, `gettext`, `ngettext`, `pgettext`) and in Jinja templates.
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib
from babel.messages.extract import extract_from_dir

from cbt.language.catalogues import DRAFT, REVIEW, path_of, read
from cbt.language.locales import find

PACKAGE = Path(__file__).parents[1]
TRANSLATIONS = PACKAGE.parent / "translations"
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS: Mapping[str, Mapping[str, str]] = {"**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS = {"N_": None, "_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
ONE_FEW_MANY = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
ONE_OTHER = "nplurals=2; plural=(n != 1);"
PLURALS = {"ru": ONE_FEW_MANY, "fa-AF": "nplurals=2; plural=(n > 1);"}  # all others: ONE_OTHER (CLDR has none for tg)
NAMED = re.compile(r"%\((\w+)\)[sd]|\{(\w+)[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence in the code: its text, its plural text or None, its context or None, the files it stands in."""

    text: str
    plural: str | None
    context: str | None
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Where a catalogue is out of step. Each is a tuple of English texts; all empty when it is complete."""

    missing: tuple[str, ...]
    obsolete: tuple[str, ...]
    wrong_values: tuple[str, ...]

    def __bool__(self) -> bool:
        """Tell whether there is anything to mend."""
        return bool(self.missing or self.obsolete or self.wrong_values)


def messages(package: Path = PACKAGE) -> list[Message]:
    """Return every sentence of the package once, in the order of files and lines."""
    files: dict[tuple[str, str | None, str | None], list[str]] = {}
    for path, _, found, _, context in sorted(_extracted(package), key=lambda item: item[:2]):
        text, plural = found if isinstance(found, tuple) else (found, None)
        files.setdefault((text, plural, context), []).append(f"{package.name}/{path}")
    return [Message(*key, tuple(dict.fromkeys(where))) for key, where in files.items()]


def _extracted(package: Path) -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    return extract_from_dir(package, METHODS, OPTIONS, keywords=KEYWORDS)  # type: ignore[arg-type]


def update(path: Path, tag: str, found: Sequence[Message]) -> Gaps:
    """Bring the catalogue at a path in step: add what is new, set aside what is gone. Returns what is left to do.

    A catalogue that does not exist is begun, marked as a draft. Translations are never lost: an obsolete entry keeps
    its text and comes back with its sentence. Files are named without lines, so that moving code changes nothing.
    """
    catalogue = read(path) if path.is_file() else _begun(tag)
    catalogue.merge(_template(found))
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path), newline="\n")
    return gaps(catalogue, found)


def gaps(catalogue: polib.POFile, found: Sequence[Message]) -> Gaps:
    """Return what a catalogue lacks, what it has that the code has not, and whose named values differ."""
    wanted = dict.fromkeys((message.text, message.context) for message in found)
    held: dict[tuple[str, str | None], polib.POEntry] = {}
    held.update(((entry.msgid, entry.msgctxt), entry) for entry in catalogue if not entry.obsolete)
    missing = [key[0] for key in wanted if not _translated(held.get(key))]
    obsolete = [entry.msgid for entry in catalogue if (entry.msgid, entry.msgctxt) not in wanted or entry.obsolete]
    wrong = [
        entry.msgid for key, entry in held.items() if key in wanted and _translated(entry) and not _same_values(entry)
    ]
    return Gaps(tuple(missing), tuple(obsolete), tuple(wrong))


def _translated(entry: polib.POEntry | None) -> bool:
    return entry is not None and bool(entry.translated())


def _same_values(entry: polib.POEntry) -> bool:
    """Tell whether every translation names the values of the original; a plural form may leave out the count."""
    if not entry.msgid_plural:
        return _values(entry.msgid) == _values(entry.msgstr)
    allowed = _values(entry.msgid) | _values(entry.msgid_plural)
    needed = _values(entry.msgid) & _values(entry.msgid_plural)
    return all(needed <= _values(text) <= allowed for text in entry.msgstr_plural.values())


def _values(text: str) -> set[str]:
    return {old or new for old, new in NAMED.findall(text)}


def _template(found: Sequence[Message]) -> polib.POFile:
    template = polib.POFile(wrapwidth=100)
    for message in found:
        entry = polib.POEntry(
            msgid=message.text,
            msgid_plural=message.plural or "",
            msgctxt=message.context,
            occurrences=[(file, "") for file in message.files],
        )
        if message.plural:
            entry.msgstr_plural = {0: "", 1: ""}
        template.append(entry)
    return template


def _begun(tag: str) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Project-Id-Version": "cbt",
        "Language": tag,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS.get(tag, ONE_OTHER),
        REVIEW: DRAFT,
    }
    return catalogue


def main(tags: Sequence[str], folder: Path = TRANSLATIONS, package: Path = PACKAGE) -> int:
    """Update the catalogues of these languages and print what is left to do. Returns 1 if there is something.

    Raises UnknownLanguage before anything is written, BrokenCatalogue.
    """
    locales = [find(tag) for tag in tags]
    found, left = messages(package), 0
    for locale in locales:
        todo = update(path_of(folder, locale.tag), locale.tag, found)
        left |= bool(todo)
        sys.stdout.write(
            f"{locale.tag}: {len(found)} sentences, {len(todo.missing)} to translate, {len(todo.obsolete)} obsolete, "
            f"{len(todo.wrong_values)} with other values\n"
        )
        for text in (*todo.missing, *todo.wrong_values):
            sys.stdout.write(f"  {text}\n")
    return int(left)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["ru"]))
