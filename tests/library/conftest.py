"""A site folder with the small course in it, and a shelf for what becomes of it."""

from datetime import UTC, datetime, timedelta

import polib
import pytest

from cbt.library import installing
from cbt.library.shelf import Reader, Shelf
from tests.content import small
from tests.content.rendered import callout

MORNING = datetime(2026, 3, 3, 4, 30, tzinfo=UTC)


class Site:
    """The files of an author, the releases made of them, and the register."""

    def __init__(self, database, folder):
        self.database = database
        self.folder = small.write(folder)
        self.releases = folder / "releases"
        self.taken_in = 0

    def edit(self, old, new, name="courses/small/01-first-steps.md"):
        """Replace some words in a file of the author."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def translate(self, entries, language="ru", catalogue="small"):
        """Write a catalogue: translations by (address, source)."""
        path = self.folder / "translations" / language / "LC_MESSAGES" / f"{catalogue}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        file = polib.POFile()
        file.metadata = {"Content-Type": "text/plain; charset=utf-8"}
        for (address, source), words in entries.items():
            file.append(polib.POEntry(msgctxt=address, msgid=source, msgstr=words))
        file.save(str(path))
        return path

    def take_in(self):
        """Read the files and register what was found, as a start of the server does; each a day later."""
        found = installing.take_in(self.folder, self.releases, "small")
        with self.database.writing() as session:
            installing.register(session, found, MORNING + timedelta(days=self.taken_in))
        self.taken_in += 1
        return found

    def changed(self):
        with self.database.reading() as session:
            return installing.changed(session, self.folder, self.releases)

    def shelf(self, build="build"):
        shelf = Shelf(self.releases, build)
        self.refresh(shelf)
        return shelf

    def refresh(self, shelf):
        with self.database.reading() as session:
            shelf.refresh(session)


@pytest.fixture
def site(database, tmp_path):
    """The small course as its author wrote it; nothing is installed yet."""
    return Site(database, tmp_path / "author")


@pytest.fixture
def installed(site):
    """The small course, installed."""
    site.take_in()
    return site


def reader(language="en", country=None):
    """Return for whom something is rendered."""
    return Reader(language, country, callout, lambda: "Ask your service.")
