"""Text files of a site folder, read with suspicion: inside their folder, not too large, UTF-8, without NUL."""

from pathlib import Path

from cbt.content import mistakes_files
from cbt.content.chunks import Line, Report

MAX_BYTES = 512 * 1024
TAB = 4


def read_text(path: Path, root: Path, report: Report) -> str | None:
    """Return a file's text with plain line ends and no byte order mark; None if it is refused (that is reported).

    `root` is the folder that the file may not leave by a symbolic link.
    """
    if not path.is_file() or not path.resolve().is_relative_to(root.resolve()):
        report(mistakes_files.OUTSIDE, 0)
        return None
    content = path.read_bytes()
    if len(content) > MAX_BYTES:
        report(mistakes_files.FILE_TOO_LARGE, 0, kilobytes=str(MAX_BYTES // 1024))
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        report(mistakes_files.NOT_UTF8, content[: error.start].count(b"\n") + 1)
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        report(mistakes_files.NUL, text[: text.index("\0")].count("\n") + 1)
        return None
    return text


def lines(text: str) -> tuple[Line, ...]:
    """Return the numbered lines of a text, tabs made spaces and ends stripped."""
    return tuple(Line(number, line.expandtabs(TAB).rstrip()) for number, line in enumerate(text.split("\n"), start=1))
