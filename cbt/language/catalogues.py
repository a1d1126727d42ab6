"""Interface texts in each language: `cbt.po` files, read when first needed; no compiled catalogues lie about."""

import io
import threading
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

import polib

from cbt.errors import N_, CbtError
from cbt.language.locales import LOCALES, SOURCE, find

DOMAIN = "cbt"
REVIEW = "X-Review"  # the header that says whether somebody who speaks the language has read the catalogue
DRAFT = "draft"


class BrokenCatalogue(CbtError):
    """A catalogue cannot be read."""

    sentence = N_("{source} cannot be read as a catalogue: {reason}. Mend it, or take the file away to show English.")


def path_of(folder: Path, tag: str) -> Path:
    """Return where the interface catalogue of a language lies below the folder of translations."""
    return folder / tag / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(path: Path) -> polib.POFile:
    """Return a catalogue with all its entries and headers. Raises BrokenCatalogue."""
    try:
        return polib.pofile(str(path), encoding="utf-8", wrapwidth=100)
    except (OSError, ValueError) as error:
        raise BrokenCatalogue(source=str(path), reason=str(error)) from None


class Catalogues:
    """The catalogues below one folder, each read once, at first use. Safe for threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, NullTranslations] = {}
        self._drafts: set[str] = set()
        self._offered: tuple[str, ...] = ()
        self._lock = threading.RLock()

    def of(self, tag: str) -> NullTranslations:
        """Return the texts of a language; what it lacks comes along its chain of fall-backs, at last English.

        Fuzzy entries count as lacking. Raises UnknownLanguage, BrokenCatalogue.
        """
        found = self._read.get(tag)
        if found is not None:
            return found
        with self._lock:
            if tag not in self._read:
                self._read[tag] = self._load(tag)
            return self._read[tag]

    def is_draft(self, tag: str) -> bool:
        """Tell whether the language's catalogue says of itself that nobody has reviewed it."""
        self.of(tag)
        return tag in self._drafts

    def offered(self) -> tuple[str, ...]:
        """Return the tags that have an interface catalogue, English first, in the order of the table of languages.

        Looked up once: every page asks, and a new language is there from the next start on.
        """
        if not self._offered:
            self._offered = tuple(
                locale.tag for locale in LOCALES if locale.tag == SOURCE or path_of(self.folder, locale.tag).is_file()
            )
        return self._offered

    def _load(self, tag: str) -> NullTranslations:
        chain = find(tag).fallback
        path = path_of(self.folder, tag)
        if tag == SOURCE or not path.is_file():
            return self.of(chain[0]) if chain else NullTranslations()
        entries = read(path)
        if entries.metadata.get(REVIEW) == DRAFT:
            self._drafts.add(tag)
        try:
            texts = GNUTranslations(io.BytesIO(entries.to_binary()))
        except (ValueError, UnicodeError) as error:
            raise BrokenCatalogue(source=str(path), reason=str(error)) from None
        texts.add_fallback(self.of(chain[0]))
        return texts
