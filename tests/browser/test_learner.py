"""A learner at a real browser: lessons and the test, with and without script, over a line that fails."""

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Request, Route, expect

from cbt.content.course import Course
from tests.browser.answers import fill_in, fill_in_wrongly, form_of, of_bank, send
from tests.browser.classroom import Visit

COURSE = "/learn/drug-identification"
SAVED = "Everything is saved"
LOST = "Not saved: the line to the server is down."
LINE_DOWN = "ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_RESET"


def questions(course: Course, lesson_id: str):
    return course.lessons[lesson_id].questions


def answers_sent(page: Page) -> list[str]:
    """Return a list that fills with the submission id of every answer the page sends."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/answers"):
            sent.extend(parse_qs(request.post_data or "")["submission_id"])

    page.on("request", note)
    return sent


def at_lesson(seat: Visit, name: str, lesson_id: str) -> Page:
    """Sign in on the way to a lesson, and read it in English."""
    page = seat.sign_in(name, f"{COURSE}/{lesson_id}")
    seat.speak("en")
    return page


def test_a_learner_takes_a_lesson_from_start_to_end_and_the_page_stays(seat, course):
    page = seat.sign_in("timur")
    seat.speak("en")
    page.get_by_role("link", name="Drug identification").first.click()
    page.locator(".lessons a").nth(2).click()
    page.evaluate("window.mark = 'the same page'")
    expect(page.locator("#saved")).to_be_empty()
    for question in questions(course, "crystals-tablets").values():
        form = form_of(page, question)
        fill_in(form, question)
        send(form)
        expect(form.locator(".verdict-right")).to_be_focused()
        expect(page.locator("#saved .wide-only")).to_have_text(SAVED)
        expect(form.get_by_role("button")).to_have_count(0)
    assert page.evaluate("window.mark") == "the same page"
    page.get_by_role("button", name="Finish the lesson").click()
    expect(page.get_by_text("The lesson is finished. Well done.")).to_be_visible()
    expect(page.locator(".lessons li").nth(2)).to_contain_text("100")


def test_a_wrong_answer_is_told_in_its_place_and_can_be_tried_again_once(seat, course):
    page = at_lesson(seat, "sherzod", "plant-drugs")
    if page.get_by_role("button", name="Start the lesson again").count():
        page.get_by_role("button", name="Start the lesson again").click()
    question = questions(course, "plant-drugs")["first-entry"]
    form = form_of(page, question)
    for button in ("Check", "Try again"):
        fill_in_wrongly(form, question)
        form.get_by_role("button", name=button).click()
        expect(form.locator(".verdict-wrong")).to_be_focused()
    expect(form.get_by_role("button")).to_have_count(0)
    expect(form.locator(".option-missed")).to_have_count(1)


def test_an_answer_with_nothing_chosen_is_refused_in_its_place(seat, course):
    seat.expect("status of 422")
    page = at_lesson(seat, "bakyt", "plant-drugs")
    page.get_by_role("button", name="Start the lesson again").click()
    form = form_of(page, questions(course, "plant-drugs")["first-entry"])
    send(form)
    expect(form.get_by_text("Nothing is chosen yet.")).to_be_visible()
    expect(form.locator("[name=response]").first).to_be_enabled()


def test_a_lesson_is_taken_from_start_to_end_without_script(new_seat, course):
    seat = new_seat(java_script_enabled=False)
    page = at_lesson(seat, "gulalai", "hiding-places")
    for question in questions(course, "hiding-places").values():
        form = form_of(page, question)
        fill_in(form, question)
        send(form)
        expect(page).to_have_url(re.compile(f"#{question.id}$"))
        expect(form_of(page, question).locator(".verdict-right")).to_be_visible()
        expect(page.locator("#saved .wide-only")).to_have_text(SAVED)
    page.get_by_role("button", name="Finish the lesson").click()
    expect(page.get_by_text("The lesson is finished. Well done.")).to_be_visible()


@pytest.mark.parametrize(("name", "script"), [("merdan", True), ("zahra", False)])
def test_the_test_is_taken_to_its_result_with_what_to_repeat(new_seat, course, name, script):
    page = new_seat(java_script_enabled=script).sign_in(name, f"{COURSE}/tests/final")
    page.get_by_role("button", name="Begin the test").click()
    page.get_by_role("link", name="Skip for now").click()
    for _ in range(sum(course.tests["final"].draw.values()) - 1):
        form = page.locator("form.question")
        fill_in(form, of_bank(course, form))
        form.get_by_role("button").click()
    expect(page.get_by_text("1 question has no answer.")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="Your result", level=1)).to_be_attached()
    expect(page.get_by_text("1 question had no answer.")).to_be_visible()
    expect(page.locator(".tasks li")).to_have_count(1)
    page.get_by_role("link", name="Back to the course").click()
    expect(page.get_by_text("1 attempt left")).to_be_visible()


def test_another_language_in_mid_lesson_keeps_every_answer(seat, course):
    page = at_lesson(seat, "nurlan", "night-lorry")
    first, second = (questions(course, "night-lorry")[name] for name in ("dog-signal", "opening-order"))
    fill_in(form_of(page, first), first)
    expect(page.get_by_text("Not sent yet")).to_be_visible()
    expect(page.get_by_text(SAVED)).not_to_be_visible()
    send(form_of(page, first))
    expect(form_of(page, first).locator(".verdict-right")).to_be_visible()
    expect(page.get_by_text("Not sent yet")).not_to_be_visible()
    english = form_of(page, first).locator("legend").inner_text()
    seat.speak("ru")
    expect(page).to_have_url(re.compile(r"/night-lorry#[\w-]+$"))
    expect(form_of(page, first)).to_be_in_viewport()
    expect(form_of(page, first).locator(".verdict-right")).to_be_visible()
    assert form_of(page, first).locator("legend").inner_text() != english
    fill_in(form_of(page, second), second)
    send(form_of(page, second))
    expect(form_of(page, second).locator(".verdict-right")).to_be_visible()
    seat.speak("en")
    for question in (first, second):
        expect(form_of(page, question).locator(".verdict-right")).to_be_visible()
    assert form_of(page, first).locator("legend").inner_text() == english


def test_after_the_browser_was_closed_everything_is_there_at_another_seat(new_seat, course):
    seat = new_seat()
    page = at_lesson(seat, "anna", "seizure-record")
    right, wrong = (questions(course, "seizure-record")[name] for name in ("chain-of-custody", "net-weight"))
    fill_in(form_of(page, right), right)
    send(form_of(page, right))
    expect(form_of(page, right).locator(".verdict-right")).to_be_visible()
    option = fill_in_wrongly(form_of(page, wrong), wrong)
    send(form_of(page, wrong))
    expect(form_of(page, wrong).locator(".verdict-wrong")).to_be_visible()
    page.context.close()
    page = at_lesson(new_seat(), "anna", "seizure-record")
    for part, place in right.key.right.items():
        expect(form_of(page, right).locator(f"[name='response-{part}']")).to_have_value(place)
    expect(form_of(page, right).locator(".verdict-right")).to_be_visible()
    expect(form_of(page, wrong).locator(f"[value='{option}']")).to_be_checked()
    expect(page.locator("#saved .wide-only")).to_have_text(SAVED)
    expect(page.locator("#map")).to_contain_text("2 of 7 answered")


def test_when_the_line_goes_down_the_answer_stays_and_is_sent_once_it_is_back(seat, course, demonstration):
    seat.expect(LINE_DOWN)
    page = at_lesson(seat, "jamshed", "seizure-record")
    sent, question = answers_sent(page), questions(course, "seizure-record")["sum-of-weights"]
    form = form_of(page, question)
    fill_in(form, question)
    page.context.set_offline(True)
    send(form)
    expect(form.get_by_text(LOST)).to_be_visible()
    expect(form.locator("[name=response]")).to_have_value(str(question.key.answer))
    expect(page.locator("#saved")).to_be_empty()
    page.context.set_offline(False)
    expect(form.locator(".verdict-right")).to_be_visible()
    assert len(sent) >= 2
    assert len(set(sent)) == 1
    assert demonstration.facts(sent[0]) == 1


def test_an_answer_whose_reply_was_lost_is_one_fact(seat, course, demonstration):
    seat.expect(LINE_DOWN)
    page = at_lesson(seat, "jamshed", "seizure-record")
    sent, question = answers_sent(page), questions(course, "seizure-record")["seal-digits"]

    def lose(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route("**/answers", lose, times=1)
    form = form_of(page, question)
    fill_in(form, question)
    send(form)
    expect(form.get_by_text(LOST)).to_be_visible()
    assert demonstration.facts(sent[0]) == 1
    expect(form.locator(".verdict-right")).to_be_visible()
    assert len(sent) == 2
    assert len(set(sent)) == 1
    assert demonstration.facts(sent[0]) == 1


def test_a_question_is_answered_by_the_keyboard_alone(seat, course):
    page = at_lesson(seat, "dilnoza", "field-tests")
    question = questions(course, "field-tests")["meaning-of-positive"]
    form = form_of(page, question)
    page.reload()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if form.locator(":focus").count():
            break
    page.keyboard.press("Space")
    right = form.locator(f"[value='{next(iter(question.key.right))}']")
    for _ in question.shown.options:
        if right.is_checked():
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(form.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Enter")
    expect(form.locator(".verdict-right")).to_be_focused()


@pytest.mark.parametrize(("script", "lesson_id"), [(True, "seizure-record"), (False, "night-lorry")])
def test_what_was_typed_when_the_session_had_ended_is_sent_after_signing_in(
    new_seat, course, demonstration, script, lesson_id
):
    seat = new_seat(java_script_enabled=script)
    seat.expect("status of 401")
    page = at_lesson(seat, "rustam", lesson_id)
    sent = answers_sent(page)
    question = next(one for one in questions(course, lesson_id).values() if one.kind == "number")
    fill_in(form_of(page, question), question)
    page.context.clear_cookies()
    send(form_of(page, question))
    expect(page.get_by_text("What you typed is kept: sign in with the same name to send it.")).to_be_visible()
    assert demonstration.facts(sent[0]) == 0
    seat.give_name("rustam")
    page.get_by_role("button", name="Send it now").click()
    expect(form_of(page, question).locator(".verdict-right")).to_be_visible()
    assert set(sent) == {sent[0]}
    assert demonstration.facts(sent[0]) == 1


def test_what_was_typed_is_not_given_to_another_person_at_the_seat(seat, course, demonstration):
    seat.expect("status of 401")
    page = at_lesson(seat, "rustam", "plant-drugs")
    page.get_by_role("button", name="Start the lesson again").click()
    sent, question = answers_sent(page), questions(course, "plant-drugs")["tea-share"]
    fill_in(form_of(page, question), question)
    page.context.clear_cookies()
    send(form_of(page, question))
    expect(page.get_by_text("What you typed is kept")).to_be_visible()
    seat.give_name("madina")
    expect(page.get_by_role("button", name="Send it now")).to_have_count(0)
    assert demonstration.facts(sent[0]) == 0
