"""The problems of a folder, collected while it is read."""

import difflib
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cbt.content.chunks import Report
from cbt.errors import Mistake, Problem


@dataclass(slots=True)
class Problems:
    """Takes mistakes in files of one folder; the same mistake at the same line is taken once."""

    folder: Path
    found: dict[tuple[str, int, str, str], Problem] = field(default_factory=dict)

    def add(self, problems: Iterable[Problem]) -> None:
        """Take problems whose paths are relative to the folder."""
        for problem in problems:
            key = (problem.path.as_posix(), problem.line, problem.mistake.code, str(sorted(problem.values.items())))
            self.found.setdefault(key, problem)

    def within(self, path: Path) -> Report:
        """Return what reports mistakes in one file, given by its path relative to the folder."""

        def report(mistake: Mistake, line: int, **values: str) -> None:
            self.add([Problem(path, line, mistake, values)])

        return report

    def hold(self, codes: Container[str], path: Path | None = None) -> bool:
        """Tell whether a mistake with one of these codes was found, in one file or in any."""
        return any(problem.mistake.code in codes and path in (None, problem.path) for problem in self.found.values())

    def forget(self, code: str, path: Path) -> None:
        """Drop every mistake with this code in a file: another one is their cause."""
        gone = [key for key, found in self.found.items() if found.mistake.code == code and found.path == path]
        for key in gone:
            del self.found[key]

    def all(self) -> tuple[Problem, ...]:
        """Return the problems by file and line, each path with the folder before it."""
        return tuple(replace(self.found[key], path=self.folder / self.found[key].path) for key in sorted(self.found))


def near(name: str, known: Sequence[str]) -> str:
    """Return the known names as words, with the one most like `name` put first."""
    likeliest = difflib.get_close_matches(name, known, n=1)
    return ", ".join(likeliest + [other for other in known if other not in likeliest])
