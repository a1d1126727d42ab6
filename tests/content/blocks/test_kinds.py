"""What holds for every kind, and what adding one takes."""

import importlib.util
import inspect
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cbt.content import page
from cbt.content.blocks import KINDS, QUESTIONS, TEMPLATES, find
from cbt.content.blocks.question import Score
from cbt.content.chunks import Line
from cbt.content.media import Media
from cbt.content.page import Address, Page
from cbt.content.problems import Problems
from tests.content.blocks.pieces import cut, elements, environment, words

# One: the kind's module.
YES_NO = '''
"""Yes or no: `answer: yes` or `answer: no`."""

from dataclasses import dataclass
from typing import ClassVar

from cbt.content import mistakes
from cbt.content.blocks.about import about, asked, prompt, reason
from cbt.content.blocks.question import POINT, About, Feedback, NotAnAnswer, NothingChosen, Prompt, Score, chosen


@dataclass(frozen=True, slots=True)
class Shown:
    id: str
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class YesNo:
    kind: ClassVar[str] = "yes-no"
    points: ClassVar[int] = POINT

    id: str
    about: About
    shown: Shown
    key: str

    @classmethod
    def parse(cls, source):
        lines, _, _ = source.parts()
        head, question = about(source, "answer"), prompt(source, lines)
        if "answer" not in source.options:
            source.problem(mistakes.NO_ANSWER)
            return None
        return cls(source.id, head, Shown(source.id, question), source.options["answer"].text)

    def segments(self):
        yield from self.shown.prompt.segments()

    def read(self, fields):
        answers = chosen(fields)
        if not answers:
            raise NothingChosen
        if answers not in (["yes"], ["no"]):
            raise NotAnAnswer
        return answers[0]

    def grade(self, response):
        return Score(POINT * (response == self.key), POINT)

    def feedback(self, response, *, last):
        return Feedback(states={response: "right" if response == self.key else "wrong"}, expected=1)

    def task(self):
        return {"kind": self.kind, "format": 1, "right": self.key, **asked(self.shown.prompt)}
'''
# Two: its template.
TEMPLATE = """<fieldset{{ " disabled" if closed }}><legend>{{ words(shown.prompt.question) }}</legend>
{%- for answer in ("yes", "no") %}<label><input type="radio" name="{{ name }}" value="{{ answer }}">{{ _(answer) }}
{%- if feedback and answer in feedback.states %}<b>{{ feedback.states[answer] }}</b>{% endif %}</label>{% endfor %}
</fieldset>"""
QUESTION = "/// yes-no | may-i\n    objective: x\n    answer: no\n\nMay you taste it?\n///"


@pytest.fixture
def yes_no(tmp_path):
    (tmp_path / "yes_no.py").write_text(YES_NO)
    (tmp_path / "yes-no.html").write_text(TEMPLATE)
    spec = importlib.util.spec_from_file_location("yes_no", tmp_path / "yes_no.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["yes_no"] = module
    spec.loader.exec_module(module)
    yield module.YesNo
    del sys.modules["yes_no"]


def test_a_kind_is_added_by_a_module_a_template_and_a_line(yes_no, tmp_path):
    kinds = {**KINDS, yes_no.kind: yes_no}  # three: its line in the table
    problems = Problems(tmp_path)
    lines = tuple(Line(number, text) for number, text in enumerate(QUESTION.splitlines(), 1))
    lesson = Page(Path("01-taste.md"), Address("taste", "course"), lines, Media(tmp_path, {}), problems)
    (question,) = page.read(lesson, lines, kinds).blocks()
    response = question.read({"response": ["yes"]})
    told = question.feedback(response, last=False)
    html = (
        environment(tmp_path)
        .get_template(f"{question.kind}.html")
        .render(shown=question.shown, feedback=told, closed=True, name="response", words=words, elements=elements)
    )
    assert problems.found == {}
    assert question.grade(response) == Score(0, max=1000)
    assert question.grade("no").success
    assert question.task()["prompt"] == ["May you taste it?"]
    assert "<legend>May you taste it?</legend>" in html
    assert ">yes<b>wrong</b></label>" in html


def test_an_added_kind_reports_its_mistakes_like_all_others(yes_no):
    block = cut(QUESTION.replace("    answer: no\n", "    colour: red\n"))
    assert find(block.kind, {**KINDS, yes_no.kind: yes_no}).parse(block) is None
    assert [(problem.mistake.code, problem.line) for problem in block.problems] == [
        ("unknown-option", 3),
        ("no-answer", 1),
    ]


def test_a_kind_that_is_not_listed_is_not_found():
    assert find("yes-no") is None


def test_the_table_tells_questions_from_callouts():
    assert set(QUESTIONS) == {"choice", "match", "order", "number"}
    assert set(KINDS) == {*QUESTIONS, "note", "safety", "law"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_name_and_a_template(kind):
    assert find(kind).kind == kind
    assert (TEMPLATES / f"{kind}.html").is_file()


def examples(module):
    """Return the blocks in a module's docstring, the author's manual."""
    text = inspect.cleandoc(module.__doc__)
    lines = [line.removeprefix("    ") for line in text.splitlines() if line.startswith("    ") or not line]
    return [f"/// {block.partition('///')[0].strip()}\n\n///" for block in "\n".join(lines).split("\n/// ")[1:]]


@pytest.mark.parametrize("kind", KINDS)
def test_the_manual_of_every_kind_has_an_example_without_mistakes(kind, read, html):
    module = inspect.getmodule(find(kind))
    shown = [text for text in examples(module) if text.startswith(f"/// {kind} | ")]
    assert shown
    for text in shown:
        block = read(text)
        assert any(segment.source for segment in block.segments())
        assert "<" in html(block, country_name="", facts_used=[])


@pytest.mark.parametrize("kind", QUESTIONS)
def test_what_is_shown_before_an_answer_does_not_hold_the_key(kind, read):
    (text,) = examples(inspect.getmodule(find(kind)))
    question = read(text)
    shown = repr(question.shown)
    reasons = [why.source for why in getattr(question.key, "reasons", {}).values()]
    assert question.key.why.source not in shown
    assert not [why for why in reasons if why in shown]


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_page_has_the_same_structure_in_every_language(kind, read, html):
    (text,) = examples(inspect.getmodule(find(kind)))
    question = read(text)
    key = question.key
    response = sorted(key.right) if kind == "choice" else str(key.answer) if kind == "number" else dict(key.right)
    told = question.feedback(response, last=True)

    def longer(segment):
        return words(replace(segment, source=f"⟦ {segment.source} ééé ⟧"))

    def structure(page):
        return re.sub(r">[^<]+", ">", page)

    pages = [html(question, response=response, feedback=told, words=spoken) for spoken in (words, longer)]
    assert pages[0] != pages[1]
    assert structure(pages[0]) == structure(pages[1])


def test_a_score_is_never_below_nothing_above_its_most_or_of_nothing():
    for raw, most in ((-1, 1000), (1001, 1000), (0, 0)):
        with pytest.raises(ValueError, match="a score of"):
            Score(raw, most)
