"""A course for the tests of learning: three lessons, the last without a question, and a test of 5 points from 9."""

from pathlib import Path

from cbt.content.course import Course
from cbt.content.reader import read_course

COURSE_ID = "drugs"

SHEET = """\
title: Drugs at the border
summary: What an officer sees and writes.
language: en
code: D
tests:
  final:
    title: The test
    mastery_score: 0.8
    attempts: 2
    draw:
      seeing: 3
      writing: 2
"""


def lesson(title: str, objective: str, questions: str) -> str:
    """Return the text of a lesson with one objective."""
    head = f"---\ntitle: {title}\nminutes: 10\nobjectives:\n  {objective}: Describe a find\n---\n\nSome words.\n\n"
    return head + questions


def choice(question_id: str, objective: str, *options: str) -> str:
    """Return a question in which the first answer is right; options stand in its head."""
    head = "".join(f"    {option}\n" for option in (f"objective: {objective}", *options))
    return f"/// choice | {question_id}\n{head}\nWhich one?\n\n- [x] This\n- [ ] That\n- [ ] Neither\n///\n\n"


BOTH = "/// choice | both\n    objective: see\n\nWhich two?\n\n- [x] One\n- [x] Two\n- [ ] Three\n///\n"
CRITICAL = "seeing-0"
SEEING = "".join(choice(f"seeing-{n}", "see", *(["critical: yes"] if n == 0 else [])) for n in range(6))
WRITING = "".join(choice(f"writing-{n}", "write") for n in range(2)) + choice("writing-2", "rest")

FILES = {
    "course.yaml": SHEET,
    "01-look.md": lesson("Look", "see", choice("colour", "see") + choice("form", "see", "tries: 1") + BOTH),
    "02-record.md": lesson("Record", "write", choice("entry", "write")),
    "03-rest.md": lesson("Rest", "rest", ""),
    "bank/seeing.md": f"---\ntitle: Seeing\n---\n\n{SEEING}",
    "bank/writing.md": f"---\ntitle: Writing\n---\n\n{WRITING}",
}
TWO_TESTS = {
    **FILES,
    "course.yaml": f"""\
{SHEET}\
  field:
    title: The field test
    mastery_score: 0.8
    attempts: 2
    draw:
      seeing: 3
      writing: 2
""",
}
"""The same course with the tests `final` and `field`, both of five points, four to pass."""


def read(folder: Path, files: dict[str, str] = FILES) -> Course:
    """Write the course below a folder and read it."""
    for name, text in files.items():
        path = folder / COURSE_ID / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    reading = read_course(folder / COURSE_ID, folder / "media", folder / "countries")
    assert reading.course is not None, [str(problem) for problem in reading.problems]
    return reading.course
