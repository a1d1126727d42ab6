"""The group report, held against figures computed by hand."""

from datetime import timedelta

import pytest

from cbt.accounts import changes, roles
from cbt.accounts.rights import Act, Held, Holder, RoleName, ScopeKind
from cbt.errors import NotFound
from cbt.reports.group import Cell, given_for, group_report, percent_of
from cbt.reports.need import Need
from tests.accounts.cast import (
    DOSTYK,
    ELSEWHERE,
    EVENING,
    IVO,
    LENA,
    MORNING,
    NORTH,
    OSH,
    SOUTH,
    ZOE,
    number_key,
)
from tests.learning.course import COURSE_ID


def report(room, now=MORNING, tested=True):
    with room.database.reading() as session:
        given = given_for(session, roles.holder_of(session, IVO), Act.READ_REPORTS, EVENING, COURSE_ID)
        return group_report(session, given, now, tested=tested)


def row(found, key=LENA):
    return next(one for one in found.rows if one.person_key == key)


def test_who_has_not_begun_has_no_cells(room):
    lena = row(report(room))
    assert (lena.enrolled, lena.begun, lena.cells, lena.test_percent, lena.need) == (True, False, {}, None, None)


def test_an_open_lesson_shows_the_share_of_what_was_answered_so_far_rounded_down(room):
    room.answer("both", "half")
    assert row(report(room)).cells == {"look": Cell("open", 50)}
    room.answer("colour", "right")
    assert row(report(room)).cells == {"look": Cell("open", 66)}  # 2 of 3 points


def test_a_finished_lesson_shows_the_best_finished_attempt(room):
    room.answer("colour", "right")
    room.answer("form", "wrong")
    room.answer("both", "right")
    room.finish()
    assert row(report(room)).cells == {"look": Cell("done", 75)}  # 3 of 4 points
    room.start_again()
    room.answer("colour", "wrong")
    assert row(report(room)).cells == {"look": Cell("done", 75)}
    room.answer_all()
    room.finish()
    assert row(report(room)).cells == {"look": Cell("done", 100)}


def test_a_lesson_without_questions_has_no_share(room):
    room.finish("rest")
    assert row(report(room)).cells == {"rest": Cell("done", None)}


def test_the_middle_value_is_the_median_of_those_who_finished(room, people):
    for key, wrong in zip(people[:4], (("colour",), ("form",), (), ("colour", "form", "both")), strict=True):
        for question in ("colour", "form", "both"):
            room.answer(question, "wrong" if question in wrong else "right", person=key)
        room.finish(person=key)
    room.answer("colour", "wrong")  # Lena is half-way and does not count
    found = report(room)
    assert [row(found, key).cells["look"].percent for key in people[:4]] == [75, 75, 100, 0]
    assert found.middle == {"look": 75}
    room.answer_all(person=people[4])
    room.finish(person=people[4])
    assert report(room).middle == {"look": 75}


def test_a_middle_between_two_values_is_rounded_down(room, people):
    for key, response in zip(people[:2], ("right", "half"), strict=True):
        room.answer("colour", "right", person=key)
        room.answer("form", "right", person=key)
        room.answer("both", response, person=key)
        room.finish(person=key)
    assert report(room).middle == {"look": 87}  # between 100 and 75


def test_the_best_test_counts_and_mastery_stays(room, people):
    room.take_test(right=3)
    found = report(room)
    assert (row(found).test_percent, row(found).tests_taken, row(found).mastered) == (60, 1, False)
    assert row(found).need is Need.FAILED
    room.take_test(right=5)
    found = report(room)
    assert (row(found).test_percent, row(found).tests_taken, row(found).mastered) == (100, 2, True)
    assert (found.mastered, found.begun, found.enrolled, found.middle_test, row(found).need) == (1, 1, 6, 100, None)


def test_rows_stand_by_latin_name_and_who_does_not_take_the_course_is_listed_as_such(room, people):
    key = number_key(200)
    with room.database.writing() as session:
        changes.add_person(session, key, changes.NewPerson("bo", "Бо", "Bo Bo", "en"), MORNING)
        changes.join(session, EVENING, key)
    found = report(room)
    names = [one.latin_name for one in found.rows]
    assert names == ["Anna A", "Bakyt B", "Bo Bo", "Clara C", "Damir D", "Elena E", "Lena Kim"]
    assert (row(found, key).enrolled, row(found, key).need, found.enrolled) == (False, None, 6)


def test_who_could_begin_three_days_ago_and_has_not_needs_a_look(room):
    assert row(report(room, MORNING + timedelta(days=3))).need is None
    later = MORNING + timedelta(days=3, seconds=1)
    assert row(report(room, later)).need is Need.WAITING
    room.answer("colour")
    assert row(report(room, later)).need is None


def test_who_is_not_done_when_the_day_has_passed_needs_a_look(empty_room):
    empty_room.assign(due_at=MORNING + timedelta(days=1))
    empty_room.answer("colour")
    assert row(report(empty_room, MORNING + timedelta(days=1))).need is None
    assert row(report(empty_room, MORNING + timedelta(days=1, seconds=1))).need is Need.LATE


def test_without_a_test_the_course_is_done_when_every_lesson_is(empty_room):
    empty_room.assign(due_at=MORNING + timedelta(days=1))
    for lesson in ("look", "record", "rest"):
        empty_room.answer_all(lesson)
        empty_room.finish(lesson)
    late = MORNING + timedelta(days=2)
    assert row(report(empty_room, late, tested=False)).need is None
    assert row(report(empty_room, late, tested=True)).need is Need.LATE


def test_last_at_work_counts_lessons_and_tests(room):
    room.answer("colour")
    room.now += timedelta(hours=1)
    room.begin_test()
    assert row(report(room)).last_at == MORNING + timedelta(hours=1)
    room.now += timedelta(hours=1)
    room.answer("both")
    assert row(report(room)).last_at == MORNING + timedelta(hours=2)


def test_the_report_and_its_finder_take_two_statements_however_many_people_and_lessons(room, people, queries):
    queries.clear()
    report(room)
    assert len(queries) == 3  # and the roles
    for key in people:
        room.answer_all(person=key)
        room.finish(person=key)
    queries.clear()
    report(room)
    assert len(queries) == 3


def test_a_course_that_was_not_given_or_a_group_of_others_is_not_found(room):
    with room.database.reading() as session:
        ivo, zoe = roles.holder_of(session, IVO), roles.holder_of(session, ZOE)
        for holder, group, course in (
            (ivo, EVENING, "other"),
            (ivo, ELSEWHERE, COURSE_ID),
            (zoe, EVENING, COURSE_ID),
            (Holder(LENA), EVENING, COURSE_ID),
        ):
            with pytest.raises(NotFound):
                given_for(session, holder, Act.READ_REPORTS, group, course)


@pytest.mark.parametrize(
    ("kind", "here", "elsewhere"),
    [
        (ScopeKind.GROUP, EVENING, ELSEWHERE),
        (ScopeKind.POST, DOSTYK, OSH),
        (ScopeKind.COUNTRY, "kz", "kg"),
        (ScopeKind.REGION, NORTH, SOUTH),
    ],
)
def test_a_groups_course_is_found_for_who_instructs_at_a_scope_the_group_lies_in_only(room, kind, here, elsewhere):
    with room.database.reading() as session:
        near, far = (Holder(IVO, (Held(RoleName.INSTRUCTOR, kind, str(scope)),)) for scope in (here, elsewhere))
        assert given_for(session, near, Act.READ_REPORTS, EVENING, COURSE_ID).group_id == EVENING
        with pytest.raises(NotFound):
            given_for(session, far, Act.READ_REPORTS, EVENING, COURSE_ID)


@pytest.mark.parametrize(
    ("raw", "most", "percent"),
    [
        (0, 3000, 0),
        (1000, 3000, 33),
        (2000, 3000, 66),
        (3000, 3000, 100),
        (796, 1000, 79),
        (None, 3, None),
        (0, 0, None),
    ],
)
def test_a_percent_is_rounded_down_so_that_80_never_means_79_6(raw, most, percent):
    assert percent_of(raw, most) == percent
