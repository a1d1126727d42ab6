"""Judging a test is pure: points by objective, the threshold itself is enough, a critical question must be right."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbt.learning.drawing import Drawn
from cbt.learning.mastery import Result, Share, from_json, judge, to_json
from tests.learning.course import CRITICAL

DRAWN = (
    Drawn("seeing", CRITICAL),
    Drawn("seeing", "seeing-1"),
    Drawn("seeing", "seeing-2"),
    Drawn("writing", "writing-0"),
    Drawn("writing", "writing-2"),
)
ALL_RIGHT = {one.question_id: 1000 for one in DRAWN}


@pytest.fixture
def judged(drugs):
    """Judges the five questions by their points, with another threshold if one is given."""

    def judge_points(points, mastery_score=800):
        return judge(drugs, dataclasses.replace(drugs.tests["final"], mastery_score=mastery_score), DRAWN, points)

    return judge_points


def test_all_right_is_mastered(judged):
    result = judged(ALL_RIGHT)
    assert result.total == Share(5000, 5000)
    assert (result.enough, result.mastered, result.critical_missed, result.unanswered) == (True, True, (), 0)


def test_points_are_counted_by_objective(judged):
    result = judged(ALL_RIGHT | {"seeing-1": 0, "writing-0": 400})
    assert result.objectives == {"see": Share(2000, 3000), "write": Share(400, 1000), "rest": Share(1000, 1000)}
    assert result.total == Share(3400, 5000)


@pytest.mark.parametrize(
    ("points", "mastery_score", "enough"),
    [
        (4000, 800, True),  # exactly the limit
        (3999, 800, False),
        (4001, 800, True),
        (5000, 1000, True),
        (4999, 1000, False),
        (0, 0, True),
        (1, 1, False),  # 0.0002 of 0.001
        (5, 1, True),
        (3334, 667, False),  # 0.6668: shown as 66 %, and not enough for 0.667
        (3335, 667, True),
    ],
)
def test_the_limit_itself_is_enough_and_a_thousandth_less_is_not(points, mastery_score, enough):
    assert Result(Share(points, 5000), mastery_score, {}, (), 0).enough is enough


def test_a_critical_question_that_is_not_wholly_right_is_no_mastery_however_many_points(judged):
    for reached in (0, 999):
        result = judged(ALL_RIGHT | {CRITICAL: reached})
        assert (result.enough, result.mastered) == (True, False)
        assert result.critical_missed == (CRITICAL,)


def test_a_critical_question_without_an_answer_is_missed(judged):
    points = {question_id: 1000 for question_id in ALL_RIGHT if question_id != CRITICAL}
    result = judged(points)
    assert (result.critical_missed, result.unanswered) == ((CRITICAL,), 1)


def test_what_has_no_answer_counts_nothing_of_its_points(judged):
    result = judged({CRITICAL: 1000})
    assert (result.total, result.unanswered) == (Share(1000, 5000), 4)


def test_an_answer_to_another_question_counts_nothing(judged):
    assert judged({"writing-1": 1000}).total == Share(0, 5000)


@pytest.mark.parametrize(
    ("raw", "most", "percent"), [(796, 1000, 79), (799, 1000, 79), (800, 1000, 80), (1, 3, 33), (2, 3, 66), (3, 3, 100)]
)
def test_percent_is_rounded_down_so_that_80_is_never_less_than_80(raw, most, percent):
    assert Share(raw, most).percent == percent


def test_no_points_possible_are_no_percent():
    assert Share(0, 0).percent == 0


@given(st.dictionaries(st.sampled_from([one.question_id for one in DRAWN]), st.integers(0, 1000)))
def test_what_is_written_into_the_fact_is_read_back_the_same(drugs, points):
    result = judge(drugs, drugs.tests["final"], DRAWN, points)
    assert from_json(result.total, to_json(result)) == result


@given(st.dictionaries(st.sampled_from([one.question_id for one in DRAWN]), st.integers(0, 1000)))
def test_objectives_add_up_to_the_whole(drugs, points):
    result = judge(drugs, drugs.tests["final"], DRAWN, points)
    assert result.total == Share(sum(points.values()), 5000)
    assert sum(share.raw for share in result.objectives.values()) == result.total.raw


@pytest.mark.parametrize("wrong", [{"objectives": []}, {"critical_missed": "seeing-0"}])
def test_another_fact_is_not_taken_for_a_judged_test(judged, wrong):
    with pytest.raises(TypeError):
        from_json(Share(0, 1), {**to_json(judged({})), **wrong})
