"""The test: drawn, saved answer by answer, judged once."""

import re

from sqlalchemy import func, select

from cbt.learning.projections.sittings import Attempt, QuestionProgress
from cbt.records.tables import StoredFact
from tests.web.classroom import COURSE

TEST = f"/learn/{COURSE}/tests/final"


def begin(seat):
    seat.get(TEST)
    seat.post(f"{TEST}/attempts", seat.hidden("Begin"))


def choose(seat, number, *, right):
    seat.get(f"{TEST}/questions/{number}")
    label = "Right answer" if right else "Wrong answer"
    option = re.search(rf'value="(\w)"[^>]*>(?:<[^>]+>)*{label}', seat.text)[1]
    return seat.post(f"{TEST}/questions/{number}", {**seat.hidden('class="question"'), "response": option})


def hand_in(seat):
    seat.get(f"{TEST}/review")
    seat.post(f"{TEST}/hand-in", seat.hidden("Hand in"))


def count(classroom, verb):
    with classroom.parts.database.reading() as session:
        return session.scalar(select(func.count()).select_from(StoredFact).where(StoredFact.verb == verb))


def test_a_test_says_what_it_is_before_it_begins(lena):
    lena.get(TEST)
    assert "75%" in lena.text
    assert "Begin the test" in lena.text


def test_a_test_is_taken_saved_and_mastered(classroom, lena):
    begin(lena)
    for number in range(1, 5):
        choose(lena, number, right=True)
    assert "Every question has an answer." in lena.text
    lena.post(f"{TEST}/hand-in", lena.hidden("Hand in"))
    assert "Mastered: 100%, and 75% was needed" in lena.text
    assert "The critical questions of safety were right." in lena.text
    assert count(classroom, "passed") == 1


def test_nothing_is_judged_before_the_test_is_handed_in(classroom, lena):
    begin(lena)
    choose(lena, 1, right=False)
    lena.get(f"{TEST}/questions/1")
    for judged in ("TEST-REASON", "verdict", "option-wrong", "option-right"):
        assert judged not in lena.text
    assert "checked" in lena.text
    assert "Saved" in lena.text


def test_a_critical_question_that_is_wrong_means_not_mastered_whatever_the_points(classroom, lena):
    begin(lena)
    for number in range(1, 5):
        lena.get(f"{TEST}/questions/{number}")
        choose(lena, number, right="Test question 1?" not in lena.text)
    hand_in(lena)
    assert "Not mastered yet" in lena.text
    assert "1 critical question of safety was not right." in lena.text
    assert count(classroom, "failed") == 1


def test_the_result_says_what_to_repeat_and_leads_there(lena):
    begin(lena)
    hand_in(lena)
    assert "Not mastered yet: 0%" in lena.text
    assert "4 questions had no answer." in lena.text
    assert f'href="/learn/{COURSE}/first"' in lena.text


def test_an_answer_can_be_changed_until_the_test_is_handed_in_and_the_last_one_counts(classroom, lena):
    begin(lena)
    choose(lena, 1, right=False)
    choose(lena, 1, right=True)
    for number in (2, 3, 4):
        choose(lena, number, right=True)
    hand_in(lena)
    assert "Mastered: 100%" in lena.text


def test_saved_answers_are_there_at_another_seat_and_after_a_change_of_language(classroom, lena):
    begin(lena)
    choose(lena, 2, right=True)
    other = classroom.seat("lena")
    other.get(f"{TEST}/questions/2")
    assert "checked" in other.text
    other.post("/language", {"csrf_token": other.token(), "language": "ru", "next": f"{TEST}/questions/2"})
    assert "checked" in other.text
    assert '<html lang="ru"' in other.text


def test_handing_in_twice_is_one_judgement(classroom, lena):
    begin(lena)
    lena.get(f"{TEST}/review")
    hidden = lena.hidden("Hand in")
    for _ in range(2):
        assert lena.post(f"{TEST}/hand-in", hidden).status_code == 200
    assert count(classroom, "failed") == 1


def test_an_answer_after_handing_in_is_refused_and_nothing_changes(classroom, lena):
    begin(lena)
    lena.get(f"{TEST}/questions/1")
    hidden = lena.hidden('class="question"')
    hand_in(lena)
    page = lena.post(f"{TEST}/questions/1", {**hidden, "response": "a"})
    assert page.status_code == 409
    assert "This test is not open." in lena.text
    assert count(classroom, "answered") == 0


def test_a_page_of_an_attempt_that_was_handed_in_writes_nothing_into_the_next_and_does_not_end_it(classroom, lena):
    begin(lena)
    lena.get(f"{TEST}/questions/1")
    question = lena.hidden('class="question"')
    lena.get(f"{TEST}/review")
    review = lena.hidden("Hand in")
    lena.post(f"{TEST}/hand-in", lena.hidden("Hand in"))
    begin(lena)
    for path, fields in (
        ("questions/1", {**question, "submission_id": "ab" * 16, "response": "a"}),
        ("questions/1", {**question, "submission_id": "ab" * 16}),
        ("hand-in", {**review, "submission_id": "cd" * 16}),
    ):
        assert lena.post(f"{TEST}/{path}", fields).status_code == 409
        assert "This page belongs to an attempt that was handed in." in lena.text
    assert (count(classroom, "answered"), count(classroom, "failed")) == (0, 1)
    choose(lena, 1, right=True)
    assert count(classroom, "answered") == 1


def test_a_form_of_an_earlier_attempt_that_was_sent_twice_is_answered_as_the_first_time(classroom, lena):
    begin(lena)
    lena.get(f"{TEST}/questions/1")
    question = {**lena.hidden('class="question"'), "response": "a"}
    lena.post(f"{TEST}/questions/1", question)
    lena.get(f"{TEST}/review")
    review = lena.hidden("Hand in")
    lena.post(f"{TEST}/hand-in", review)
    begin(lena)
    for path, fields in (("questions/1", question), ("hand-in", review)):
        assert lena.post(f"{TEST}/{path}", fields).status_code == 200
    assert (count(classroom, "answered"), count(classroom, "failed")) == (1, 1)


def test_an_answer_goes_to_the_question_its_page_showed_only(classroom, lena):
    begin(lena)
    lena.get(f"{TEST}/questions/1")
    hidden = lena.hidden('class="question"')
    page = lena.post(f"{TEST}/questions/2", {**hidden, "response": "a"})
    assert page.status_code == 409
    assert count(classroom, "answered") == 0


def test_two_windows_of_one_attempt_lose_and_double_nothing(classroom, lena):
    begin(lena)
    other = classroom.seat("lena")
    other.get(f"{TEST}/questions/1")
    old = {**other.hidden('class="question"'), "response": "a"}
    choose(lena, 1, right=True)
    choose(lena, 2, right=True)
    assert other.post(f"{TEST}/questions/1", old).status_code == 200
    assert count(classroom, "answered") == 3


def test_when_all_attempts_are_used_no_other_begins(classroom, lena):
    for _ in range(2):
        begin(lena)
        hand_in(lena)
    lena.get(TEST)
    assert "All attempts are used." in lena.text
    page = lena.post(f"{TEST}/attempts", {"csrf_token": lena.token(), "submission_id": "ab" * 16})
    assert page.status_code == 409
    with classroom.parts.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Attempt)) == 2


def test_the_second_attempt_draws_what_was_not_seen_but_the_critical_one(classroom, lena):
    seen = []
    for _ in range(2):
        begin(lena)
        with classroom.parts.database.reading() as session:
            drawn = session.scalar(select(Attempt.drawn).where(Attempt.current))
        seen.append(set(re.findall(r'"question":"(q\d)"', drawn)))
        hand_in(lena)
    assert seen[0] & seen[1] == {"q1"}


def test_nothing_chosen_comes_back_with_a_sentence(classroom, lena):
    begin(lena)
    lena.get(f"{TEST}/questions/1")
    page = lena.post(f"{TEST}/questions/1", lena.hidden('class="question"'))
    assert page.status_code == 422
    assert "Nothing is chosen yet." in lena.text


def test_who_goes_to_the_review_takes_the_chosen_answer_along(classroom, lena):
    begin(lena)
    lena.get(f"{TEST}/questions/1")
    lena.post(f"{TEST}/questions/1", {**lena.hidden('class="question"'), "response": "a", "go": "review"})
    assert "Review before you hand in" in lena.text
    assert count(classroom, "answered") == 1


def test_who_goes_to_the_review_without_an_answer_gets_there(classroom, lena):
    begin(lena)
    lena.get(f"{TEST}/questions/1")
    lena.post(f"{TEST}/questions/1", {**lena.hidden('class="question"'), "go": "review"})
    assert "Review before you hand in" in lena.text
    assert count(classroom, "answered") == 0


def test_a_question_beyond_the_last_is_not_found(lena):
    begin(lena)
    assert lena.get(f"{TEST}/questions/5").status_code == 404


def test_questions_cost_few_statements(lena, queries):
    begin(lena)
    for path, most in ((f"{TEST}/questions/1", 4), (f"{TEST}/review", 4), (TEST, 4)):
        lena.get(path)
        queries.clear()
        lena.get(path)
        assert len(queries) == most, (path, queries)


def test_the_result_costs_few_statements_whatever_was_answered(lena, queries):
    for right in (None, True):
        begin(lena)
        for number in range(1, 5) if right else ():
            choose(lena, number, right=True)
        hand_in(lena)
        lena.get(f"{TEST}/result")
        queries.clear()
        lena.get(f"{TEST}/result")
        assert len(queries) == 4, queries


def test_no_answer_of_a_test_counts_in_a_lesson(classroom, lena):
    begin(lena)
    choose(lena, 1, right=True)
    with classroom.parts.database.reading() as session:
        assert session.scalars(select(QuestionProgress.lesson_id)).all() == [None]
