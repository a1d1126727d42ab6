"""The lesson player: whole, honest, and nothing lost."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from cbt.content import rendering
from cbt.content.inline import Inline
from cbt.learning.enrolment import Assignment
from cbt.learning.projections.sittings import Attempt, QuestionProgress
from cbt.library import shelf
from cbt.records.tables import StoredFact
from tests.web.classroom import COURSE, NOW, RIGHT
from tests.web.faults import locked

FIRST = f"/learn/{COURSE}/first"


def answers(classroom):
    with classroom.parts.database.reading() as session:
        return session.execute(
            select(
                QuestionProgress.question_id,
                QuestionProgress.tries,
                QuestionProgress.best_raw,
                QuestionProgress.language,
            )
        ).all()


def facts(classroom, verb):
    with classroom.parts.database.reading() as session:
        return session.scalar(select(func.count()).select_from(StoredFact).where(StoredFact.verb == verb))


def test_a_lesson_shows_its_whole_text_with_the_law_of_the_learners_country(lena):
    page = lena.get(FIRST)
    assert page.status_code == 200
    for words in (
        "Write what you see.",
        "A find is what you did not expect.",
        "Two adult witnesses.",
        "Kazakhstan",
        "S87",
    ):
        assert words in lena.text


def test_keys_reasons_and_digests_do_not_leave_the_server_before_the_answer(classroom, lena):
    lena.get(FIRST)
    book = classroom.parts.shelf.live(COURSE)
    by_lot = r'(name="(?:csrf_token|submission_id)" value=)"[^"]*"'  # whose digits may say 412 by chance
    shown = re.sub(by_lot, r"\1", lena.text)
    for secret in ("REASON-A", "REASON-B", "GENERAL-REASON", "412", *book.revisions.values()):
        assert secret not in shown


def test_a_right_answer_is_judged_with_the_authors_reasons_and_is_there_at_another_seat(classroom, lena):
    lena.answer("first", "entry", RIGHT["entry"])
    assert "Right: 1 of 1 point" in lena.text
    assert "REASON-B" in lena.text
    other = classroom.seat("lena")
    other.get(FIRST)
    assert "Right: 1 of 1 point" in other.text


def test_an_answer_says_at_its_question_when_it_was_saved(classroom, lena):
    lena.answer("first", "entry", RIGHT["entry"])
    assert lena.text.count("Saved 04:30") == 1
    classroom.time.pass_by(11 * 3600)
    later = classroom.seat("lena")
    later.get(FIRST)
    assert "Saved 04:30" in later.text
    classroom.time.pass_by(24 * 3600)
    next_day = classroom.seat("lena")
    next_day.get(FIRST)
    assert "Saved 3 Mar 2026, 04:30" in next_day.text


def test_a_form_comes_back_at_its_question_without_a_script_too(lena):
    lena.get(FIRST)
    for question in ("entry", "names", "steps", "weight"):
        assert f'action="{FIRST}/answers#{question}"' in lena.text


def test_before_the_last_try_only_what_was_chosen_is_judged(lena):
    lena.answer("first", "entry", {"response": "a"})
    assert "REASON-A" in lena.text
    assert "REASON-B" not in lena.text
    assert "GENERAL-REASON" not in lena.text
    lena.answer("first", "entry", {"response": "c"})
    assert "You missed this" in lena.text
    assert "GENERAL-REASON" in lena.text


def test_every_kind_of_question_can_be_answered_right(classroom, lena):
    for question in ("entry", "names", "steps", "weight"):
        lena.answer("first", question, classroom.right(question))
    assert {(row.question_id, row.tries) for row in answers(classroom)} == {
        ("entry", 1),
        ("names", 1),
        ("steps", 1),
        ("weight", 1),
    }
    assert lena.text.count("verdict-right") == 4


def test_the_same_form_sent_twice_is_one_fact_and_shows_the_first_result(classroom, lena):
    lena.get(FIRST)
    hidden = lena.hidden('name="question" value="entry"')
    for response in ("a", "b"):
        page = lena.post(f"{FIRST}/answers", {**hidden, "response": response})
        assert page.status_code == 200
    assert [(row.tries, row.best_raw) for row in answers(classroom)] == [(1, 0)]
    assert facts(classroom, "answered") == 1


def test_two_windows_neither_lose_nor_double_anything(classroom, lena):
    lena.get(FIRST)
    entry, weight = (lena.hidden(f'name="question" value="{name}"') for name in ("entry", "weight"))
    lena.post(f"{FIRST}/answers", {**entry, "response": "b"})
    lena.post(f"{FIRST}/answers", {**weight, "response": "412"})
    assert {row.question_id for row in answers(classroom)} == {"entry", "weight"}
    assert facts(classroom, "started") == 1


def test_a_form_of_an_earlier_attempt_is_told_so_and_changes_nothing(classroom, lena):
    for question in ("entry", "names", "steps", "weight"):
        lena.answer("first", question, classroom.right(question))
    old = lena.hidden("Finish the lesson")
    lena.post(f"{FIRST}/completion", old)
    lena.get(FIRST)
    lena.post(f"{FIRST}/attempts", lena.hidden("Start the lesson again"))
    stale = {**lena.hidden('name="question" value="entry"'), "attempt": old["attempt"], "response": "a"}
    page = lena.post(f"{FIRST}/answers", stale)
    assert page.status_code == 409
    assert "You started this lesson again in another window." in lena.text
    assert lena.post(f"{FIRST}/answers", {**stale, "attempt": ""}).status_code == 409
    assert facts(classroom, "answered") == 4


def test_when_the_tries_are_used_another_answer_is_refused_in_a_sentence(lena):
    lena.get(FIRST)
    hidden = lena.hidden('name="question" value="entry"')
    for response in ("a", "c"):
        lena.answer("first", "entry", {"response": response})
    page = lena.post(f"{FIRST}/answers", {**hidden, "submission_id": "ab" * 16, "attempt": "", "response": "b"})
    assert page.status_code == 409
    assert "All tries at this question are used." in lena.text


@pytest.mark.parametrize(
    ("question", "fields", "sentence", "kept"),
    [
        ("entry", {}, "Nothing is chosen yet.", None),
        ("names", {"response-a": "n1", "response-b": ""}, "no name yet: 1 to go", 'value="n1" selected'),
        ("steps", {"response-s1": "1", "response-s2": "1"}, "the same place", 'value="1" selected'),
        ("weight", {"response": "about 12 g"}, "number", 'value="about 12 g"'),
    ],
)
def test_an_answer_that_cannot_be_taken_comes_back_filled_in_with_a_sentence_at_its_question(
    classroom, lena, question, fields, sentence, kept
):
    page = lena.answer("first", question, fields)
    assert page.status_code == 422
    at_question = re.search(rf'id="q-{question}".*?</form>', lena.text, re.DOTALL)[0]
    assert at_question.index("data-problem") < at_question.index('class="question-head"')  # the page opens there
    assert sentence in at_question
    assert kept is None or kept in at_question
    assert not answers(classroom)


def test_an_unknown_question_is_not_found(lena):
    page = lena.answer("first", "entry", {"question": "other", "response": "a"})
    assert page.status_code == 404


def test_switching_language_in_mid_lesson_keeps_every_answer_and_the_record_names_the_language(classroom, lena):
    lena.answer("first", "entry", {"response": "a"})
    lena.post("/language", {"csrf_token": lena.token(), "language": "ru", "next": FIRST})
    assert "Увидеть находку" in lena.text
    assert 'value="a" checked' in lena.text
    lena.answer("first", "weight", {"response": "412"})
    assert {(row.question_id, row.language) for row in answers(classroom)} == {("entry", "en"), ("weight", "ru")}


def test_a_lesson_is_finished_when_every_question_has_an_answer(classroom, lena):
    lena.get(FIRST)
    assert "Finish the lesson" not in lena.text
    fields = {"csrf_token": lena.token(), "submission_id": "cd" * 16}
    assert lena.post(f"{FIRST}/completion", fields).status_code == 409
    for question in ("entry", "names", "steps", "weight"):
        lena.answer("first", question, classroom.right(question))
    lena.post(f"{FIRST}/completion", lena.hidden("Finish the lesson"))
    lena.get(FIRST)
    assert "You finished this lesson" in lena.text
    assert facts(classroom, "completed") == 1


def test_starting_again_begins_empty_and_keeps_the_old_attempt(classroom, lena):
    for question in ("entry", "names", "steps", "weight"):
        lena.answer("first", question, classroom.right(question))
    lena.post(f"{FIRST}/completion", lena.hidden("Finish the lesson"))
    lena.get(FIRST)
    lena.post(f"{FIRST}/attempts", lena.hidden("Start the lesson again"))
    assert "verdict-right" not in lena.text
    with classroom.parts.database.reading() as session:
        assert sorted(session.scalars(select(Attempt.number))) == [1, 2]
        assert session.scalar(select(func.count()).select_from(QuestionProgress)) == 4


def test_a_lesson_costs_the_same_statements_whatever_was_answered(classroom, lena, queries):
    lena.get(FIRST)
    queries.clear()
    lena.get(FIRST)
    assert len(queries) == 2, queries
    for question in ("entry", "names", "steps", "weight"):
        lena.answer("first", question, classroom.right(question))
    queries.clear()
    lena.get(FIRST)
    assert len(queries) == 3, queries


def test_a_rendered_lesson_needs_neither_markdown_nor_a_catalogue_nor_the_reader(classroom, lena, monkeypatch):
    lena.answer("first", "entry", {"response": "a"})

    def refuse(*args, **kwargs):
        raise AssertionError("a request rendered something")

    for place, name in ((Inline, "html"), (rendering, "render_lesson"), (shelf, "read_course"), (shelf, "_catalogue")):
        monkeypatch.setattr(place, name, refuse)
    assert lena.get(FIRST).status_code == 200
    assert lena.answer("first", "entry", RIGHT["entry"]).status_code == 200


def test_who_does_not_take_the_course_finds_nothing(classroom, zoe):
    assert zoe.get(FIRST).status_code == 404
    assert zoe.get(f"/learn/{COURSE}").status_code == 404


def test_reading_writes_nothing(classroom, lena):
    before = facts(classroom, "registered"), facts(classroom, "started")
    for path in ("/learn/", f"/learn/{COURSE}", FIRST, "/learn/record", f"/learn/{COURSE}/tests/final"):
        assert lena.get(path).status_code == 200
    assert (facts(classroom, "registered"), facts(classroom, "started")) == before


def test_a_course_that_has_not_opened_shows_nothing_for_a_form_either(classroom, lena):
    lena.get(FIRST)
    hidden = lena.hidden('name="question" value="entry"')
    with classroom.parts.database.writing() as session:
        session.execute(update(Assignment).values(opens_at=NOW + timedelta(days=1)))
    for path in ("answers", "completion", "attempts"):
        page = lena.post(f"{FIRST}/{path}", hidden)
        assert page.status_code == 409, path
        assert "This course opens on" in lena.text
        assert "A find is what you did not expect." not in lena.text


def test_finishing_with_a_page_of_an_earlier_attempt_is_told_so_and_changes_nothing(classroom, lena):
    for question in ("entry", "names", "steps", "weight"):
        lena.answer("first", question, classroom.right(question))
    old = lena.hidden("Finish the lesson")
    lena.post(f"{FIRST}/completion", old)
    lena.get(FIRST)
    lena.post(f"{FIRST}/attempts", lena.hidden("Start the lesson again"))
    for question in ("entry", "names", "steps", "weight"):
        lena.answer("first", question, classroom.right(question))
    page = lena.post(f"{FIRST}/completion", {**old, "submission_id": "cd" * 16})
    assert page.status_code == 409
    assert "You started this lesson again in another window." in lena.text
    assert facts(classroom, "completed") == 1


def test_time_on_task_of_an_answer_that_could_not_be_written_is_in_the_next(classroom, lena, file):
    lena.get(FIRST)
    hidden = {**lena.hidden('name="question" value="entry"'), "response": "b"}
    classroom.time.pass_by(60)
    with locked(classroom.parts.database, file):
        assert lena.post(f"{FIRST}/answers", hidden).status_code == 503
    classroom.time.pass_by(5)
    lena.post(f"{FIRST}/answers", hidden)
    with classroom.parts.database.reading() as session:
        assert session.scalar(select(StoredFact.duration_ms).where(StoredFact.verb == "answered")) == 65_000
