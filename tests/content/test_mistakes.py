"""Each way a course file can be wrong: one edit of a good course gives this one problem, once and at this line."""

import string
from pathlib import Path

import pytest

from cbt.content import check, mistakes, mistakes_files, mistakes_text
from cbt.errors import Mistake
from tests.content import small
from tests.content.ways import CASES, Case

MISTAKES = {
    name: mistake
    for module in (mistakes, mistakes_files, mistakes_text)
    for name, mistake in vars(module).items()
    if isinstance(mistake, Mistake)
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.way)
def test_it_is_reported_once_at_its_line(tmp_path: Path, case: Case) -> None:
    site = small.write(tmp_path)
    case.spoil(site)

    problems = check.check_folder(site)

    found = [(p.mistake.code, p.path.relative_to(site).as_posix(), p.line) for p in problems]
    assert found == [(MISTAKES[case.mistake].code, case.file, line_of(site / case.file, case.at))], [
        str(problem) for problem in problems
    ]
    assert small.read(site).course is None


def line_of(path: Path, piece: str | int) -> int:
    """Return the line on which a piece of a file begins; a number is that line."""
    if isinstance(piece, int):
        return piece
    content = path.read_text(encoding="utf-8")
    assert piece in content, piece
    return content[: content.index(piece)].count("\n") + 1


def test_every_mistake_has_a_case() -> None:
    assert {case.mistake for case in CASES} == set(MISTAKES)


def test_no_two_mistakes_share_a_code() -> None:
    assert len({mistake.code for mistake in MISTAKES.values()}) == len(MISTAKES)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_says_what_is_wrong_and_how_to_mend_it(name: str) -> None:
    mistake = MISTAKES[name]

    assert mistake.sentence.endswith(".")
    assert mistake.mending.endswith(".")
    assert all(name for _, name, _, _ in string.Formatter().parse(mistake.sentence) if name is not None)
