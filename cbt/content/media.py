"""The pictures of a course: found in its media folder, measured, and credited by its credits.yaml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cbt.content import mistakes_text, schema
from cbt.content.chunks import Report
from cbt.content.files import read_text

NAME = re.compile(r"^[a-z0-9][a-z0-9._-]*$")
ROOT = re.compile(rb"<svg\b[^>]*>", re.DOTALL)
VIEW_BOX = re.compile(
    rb"\bviewBox\s*=\s*[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+(?P<width>\d+(?:\.\d+)?)[\s,]+(?P<height>\d+(?:\.\d+)?)\s*[\"']"
)
CREDITS = "credits.yaml"


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture as its file says: width and height in its own units, and the credit line of its author."""

    file: str
    width: int
    height: int
    credit: str


@dataclass(frozen=True, slots=True)
class Media:
    """The media folder of one course with its credits, by file name; None if they can not be read."""

    folder: Path
    credits: Mapping[str, str] | None

    def picture(self, file: str, line: int, report: Report) -> Medium | None:
        """Return the picture of this name, or report at `line` why it cannot be shown."""
        path = self.folder / file
        if not NAME.match(file):
            report(mistakes_text.BAD_MEDIA_NAME, line, file=file)
        elif not path.is_file() or not path.resolve().is_relative_to(self.folder.resolve()):
            report(mistakes_text.MISSING_MEDIA, line, file=file, folder=self.folder.name)
        elif self.credits is not None and file not in self.credits:
            report(mistakes_text.MISSING_CREDIT, line, file=file)
        else:
            size = _size(path)
            if size:
                return Medium(file, *size, (self.credits or {}).get(file, ""))
            report(mistakes_text.UNKNOWN_PICTURE, line, file=file)
        return None


def read(folder: Path, report: Report) -> Media:
    """Return a course's media folder; what is wrong with its credits.yaml is reported with its line there."""
    credits_path = folder / CREDITS
    if not credits_path.exists():
        return Media(folder, {})
    text = read_text(credits_path, folder, report)
    loaded = None if text is None else schema.load(text, 1, report)
    sheet = loaded and schema.validated(schema.CreditsSheet, loaded, report)
    return Media(folder, {file: _credit(entry) for file, entry in sheet.root.items()} if sheet else None)


def _credit(entry: schema.CreditSheet) -> str:
    return ", ".join(part for part in (entry.author, entry.licence) if part)


def _size(path: Path) -> tuple[int, int] | None:
    """Return the size of an SVG by its viewBox; None if the file is no SVG that says its size."""
    if path.suffix != ".svg":
        return None
    root = ROOT.search(path.read_bytes()[:65536])
    box = VIEW_BOX.search(root[0]) if root else None
    if not box:
        return None
    width, height = round(float(box["width"])), round(float(box["height"]))
    return (width, height) if width and height else None
