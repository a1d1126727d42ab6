"""Responses of every kind as pieces, judged and in words, without knowing the kind."""

import pytest

from cbt.content.reader import read_course
from cbt.content.segments import Segment
from cbt.reports.responses import Piece, Said, is_right, options, pieces, said
from tests.web.classroom import COURSE, write_course


@pytest.fixture(scope="module")
def questions(tmp_path_factory):
    site = tmp_path_factory.mktemp("site")
    write_course(site)
    reading = read_course(site / "courses" / COURSE, site / "media" / COURSE, site / "courses" / "jurisdictions")
    return reading.course.lessons["first"].questions


def words(found):
    return [one.source if isinstance(one, Segment) else one for one in (found.part, found.value)]


@pytest.mark.parametrize(
    ("question", "response", "expected"),
    [
        ("entry", ["b"], [(None, "A brown mass", True)]),
        ("entry", ["a"], [(None, "Opium", False)]),
        ("steps", {"s1": "1", "s2": "3"}, [("Stop", "1", True), ("Look", "3", False)]),
        ("weight", "412", [(None, "412", True)]),
        ("weight", "400", [(None, "400", False)]),
    ],
)
def test_a_response_is_told_in_the_words_that_were_shown(questions, question, response, expected):
    asked = questions[question]
    found = [(*words(said(asked, one)), is_right(asked, one, response)) for one in pieces(response)]
    assert found == expected


def test_a_matched_name_is_told_in_its_words(questions):
    asked = questions["names"]
    right = dict(asked.key.right)
    told = [words(said(asked, one)) for one in pieces(right)]
    assert told == [["Green leaf", "Herb"], ["White powder", "Salt"]]
    turned = dict(zip(right, reversed(right.values()), strict=True))
    assert [is_right(asked, one, turned) for one in pieces(turned)] == [False, False]
    assert [is_right(asked, one, right) for one in pieces(right)] == [True, True]


def test_all_options_can_be_listed_in_the_order_shown(questions):
    assert options(questions["entry"]) == tuple(Piece(None, name) for name in "abc")
    assert options(questions["weight"]) == ()


def test_an_id_that_the_question_does_not_know_stays_as_it_is(questions):
    assert said(questions["entry"], Piece(None, "z")) == Said(None, "z")
