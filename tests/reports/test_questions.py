"""The question report, held against figures computed by hand."""

from dataclasses import replace
from datetime import timedelta

from cbt.learning.sitting import lesson as lessons
from cbt.reports.questions import FEWEST, question_report
from cbt.reports.responses import Piece
from tests.accounts.cast import ELSEWHERE, EVENING, LENA
from tests.learning.course import COURSE_ID
from tests.learning.room import SHOWING


def report(room, group=EVENING):
    with room.database.reading() as session:
        return question_report(session, group, COURSE_ID)


def figures(room):
    return {one.question_id: (one.answered, one.right) for one in report(room)}


def test_only_the_first_try_of_the_first_attempt_counts(room):
    room.answer("colour", "wrong")
    room.answer("colour", "right")
    assert figures(room) == {"colour": (1, 0)}
    room.answer("form", "right")
    room.answer("both", "half")
    room.finish()
    room.start_again()
    room.answer("colour", "right")
    room.answer("form", "wrong")
    assert figures(room) == {"colour": (1, 0), "form": (1, 1), "both": (1, 0)}


def test_the_first_attempt_is_the_first_though_the_clock_was_set_back(room):
    room.answer("colour", "wrong")
    room.answer("form", "right")
    room.answer("both", "half")
    room.finish()
    room.now -= timedelta(days=2)
    room.start_again()
    room.answer("colour", "right")
    assert figures(room) == {"colour": (1, 0), "form": (1, 1), "both": (1, 0)}


def test_the_share_is_of_wholly_right_answers_in_whole_percent_rounded_down(room, people):
    for place, key in enumerate([*people, LENA]):
        room.answer("colour", "right" if place < 4 else "wrong", person=key)
    (row,) = report(room)
    assert (row.answered, row.right, row.facility, row.enough) == (6, 4, 66, True)


def test_below_five_answers_there_is_too_little_to_say(room, people):
    assert FEWEST == 5
    for key in people[:4]:
        room.answer("colour", person=key)
    assert [row.enough for row in report(room)] == [False]
    room.answer("colour", person=people[4])
    assert [row.enough for row in report(room)] == [True]


def test_the_hardest_stand_first_and_those_with_too_few_answers_last(room, people):
    room.answer("form", "wrong", person=people[0])
    for place, key in enumerate(people):
        room.answer("colour", "right" if place < 1 else "wrong", person=key)
        room.answer("both", "right" if place < 3 else "half", person=key)
    assert [row.question_id for row in report(room)] == ["colour", "both", "form"]


def test_what_was_chosen_is_counted_piece_by_piece(room, people):
    for key, response in zip(people, ("right", "right", "half", "wrong", "right"), strict=True):
        room.answer("both", response, person=key)
    (row,) = report(room)
    assert {choice.piece: choice.count for choice in row.choices} == {
        Piece(None, "a"): 4,
        Piece(None, "b"): 3,
        Piece(None, "c"): 1,
    }
    assert [choice.count for choice in row.choices] == [4, 3, 1]


def test_a_test_counts_what_was_handed_in_and_only_then(room):
    room.begin_test()
    first = min(one.question_id for one in room.paper().drawn)
    room.save(first, "wrong")
    room.save(first, "right")
    assert figures(room) == {}
    room.hand_in()
    assert figures(room) == {first: (1, 1)}
    (row,) = report(room)
    assert row.lesson_id is None


def test_revisions_of_a_question_stand_apart(room, people):
    room.answer("colour", "wrong", person=people[0])
    given = replace(room.given("colour"), revision="f" * 64)
    with room.database.writing() as session:
        desk = lessons.desk_for_writing(session, people[1], COURSE_ID, "look", room.now)
        lessons.submit(session, desk, given, replace(SHOWING, release="e" * 64), room.act(), None)
    found = {row.revision == "f" * 64: (row.answered, row.right, row.release) for row in report(room)}
    assert found == {False: (1, 0, SHOWING.release), True: (1, 1, "e" * 64)}


def test_other_groups_and_people_without_the_course_are_left_out(room):
    room.answer("colour")
    assert report(room, ELSEWHERE) == []


def test_the_report_takes_one_statement_however_many_answered(room, people, queries):
    for key in people:
        room.answer_all(person=key)
    queries.clear()
    report(room)
    assert len(queries) == 1
