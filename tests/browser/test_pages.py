"""Every page in English and Russian: fit for everybody, quiet, from this machine only, and no wider than a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it brings no types
from flask import Flask
from playwright.sync_api import Page, Response

from cbt.cli import serve
from cbt.cli.demo import GIVEN
from cbt.cli.site import opened
from cbt.language.catalogues import Catalogues
from cbt.settings import read_settings
from cbt.web.headers import POLICY
from tests.browser.classroom import Demonstration, Visit
from tests.browser.conftest import DESK, NewSeat

PHONE = {"width": 360, "height": 740}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
OUTSIDE = """() => Array.from(document.querySelectorAll("script:not([src]), style, *"))
  .filter((one) => one.matches("script:not([src]), style, [style]")
    || one.getAttributeNames().some((name) => name.startsWith("on")))
  .map((one) => one.outerHTML.slice(0, 120))"""
TOO_WIDE = """() => Array.from(document.querySelectorAll("body *"))
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)
  .slice(0, 5).map((one) => one.outerHTML.slice(0, 120))"""
SCROLLS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

COURSE = "/learn/drug-identification"
TEST = f"{COURSE}/tests/final"
GROUP = "/teach/groups/{group}"
GIVEN_COURSE = f"{GROUP}/courses/drug-identification"
# Who looks at what. The names in braces are filled in from the demonstration's records.
VISITS = (
    ("", "/sign-in"),
    ("", "/nowhere"),
    *(("lena", path) for path in ("/learn/", COURSE, "/learn/record", "/password", "/teach/", f"{COURSE}/plant-drugs")),
    *(("lena", path) for path in (f"{COURSE}/night-lorry", TEST)),
    *(("olga", path) for path in ("/learn/", COURSE, "/learn/record", TEST, f"{TEST}/result")),
    *(("olga", f"{COURSE}/{name}") for name in ("crystals-tablets", "safety-first", "field-tests", "night-lorry")),
    *(("sherzod", path) for path in (f"{TEST}/questions/1", f"{TEST}/questions/8", f"{TEST}/review")),
    ("zoe", "/learn/"),
    *(("ivo", path) for path in ("/teach/", "/teach/groups", "/teach/mistakes", "/learn/", GROUP)),
    *(("ivo", f"{GROUP}{path}") for path in ("/courses", "/people", "/people/new")),
    *(("ivo", f"{GROUP}/people/{{person}}{path}") for path in ("", "/password")),
    *(("ivo", f"{GIVEN_COURSE}{path}") for path in ("", "/dates", "/questions", "/people/{person}")),
)
NOT_PAGES = {"account.start", "media.file"}
NOT_PAGES |= {"teach_reports.group_csv", "teach_reports.questions_csv", "teach_reports.learner_csv"}
REFUSED = {("", "/nowhere"): 404, ("lena", "/teach/"): 403}


@pytest.fixture(scope="session")
def places(demonstration: Demonstration) -> dict[str, str]:
    """The ids that addresses need."""
    group = demonstration.query('SELECT id FROM "group" WHERE name = ?', "Autumn course 1")
    person = demonstration.query("SELECT key FROM person WHERE sign_in_name = ?", "olga")
    return {"group": dashed(group[0][0]), "person": dashed(person[0][0])}


def dashed(number: object) -> str:
    text = str(number)
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


@pytest.fixture(scope="session")
def app(demonstration: Demonstration) -> Iterator[Flask]:
    """The demonstration's application, for its URL map."""
    settings = read_settings(demonstration.folder, {}, port=8080, **GIVEN)
    with opened(settings) as database:
        yield serve.application(settings, database)


@pytest.fixture(scope="module")
def cookies() -> dict[str, object]:
    """What the browsers of those who have signed in hold, by name."""
    return {}


@pytest.fixture
def seat_of(new_seat: NewSeat, cookies: dict[str, object]):
    """Opens a seat for a person; each signs in once."""

    def open_seat(name: str, **options: object) -> Visit:
        if not name:
            return new_seat(**options)
        if name not in cookies:
            visit = new_seat()
            page = visit.sign_in(name)
            if name == "sherzod":
                visit.go(TEST)
                page.locator(f"form[action='{TEST}/attempts'] button").click()
            cookies[name] = page.context.storage_state()
        return new_seat(storage_state=cookies[name], **options)

    return open_seat


def opened_at(visit: Visit, path: str, tag: str) -> Response:
    """Open a page in a language."""
    found = visit.go(path)
    if visit.language == tag:
        return found
    visit.speak(tag)
    return visit.go(path)


def violations(page: Page, part: str | None = None) -> list[str]:
    """Return what axe holds against a page or a part of it, a line a place."""
    found = Axe().run(page, part, RULES).response["violations"]
    return [f"{rule['id']}: {place['html']} {place['failureSummary']}" for rule in found for place in rule["nodes"]]


def check_frame(page: Page, demonstration_word: str) -> None:
    """Promise what every page has."""
    assert page.title().strip()
    assert page.locator("h1").count() == 1
    assert page.locator(".demonstration strong").inner_text() == demonstration_word
    assert page.evaluate(OUTSIDE) == []


def check_narrow(page: Page) -> None:
    """Promise that nobody has to scroll sideways on a phone."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert not page.evaluate(SCROLLS), page.evaluate(TOO_WIDE)


def test_no_page_is_forgotten(app, places):
    adapter = app.url_map.bind("localhost")
    refused = {path for _, path in REFUSED}
    visited = {adapter.match(path.format(**places))[0] for name, path in VISITS if path != "/nowhere"}
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert visited == pages - NOT_PAGES
    assert refused <= {path for _, path in VISITS}


@pytest.mark.parametrize(("name", "path"), VISITS)
@pytest.mark.parametrize("tag", ["en", "ru"])
def test_every_page_is_fit_for_everybody(seat_of, places, tag, name, path):
    visit = seat_of(name)
    status = REFUSED.get((name, path), 200)
    if status != 200:
        visit.expect(f"status of {status}")
    response = opened_at(visit, path.format(**places), tag)
    assert response.status == status
    assert response.headers["content-security-policy"] == POLICY
    word = Catalogues(Path("translations")).of(tag).gettext("Demonstration")
    check_frame(visit.page, word)
    assert violations(visit.page) == []
    check_narrow(visit.page)


@pytest.mark.parametrize("path", ["/learn/", f"{COURSE}/field-tests", f"{TEST}/result"])
@pytest.mark.parametrize("options", [{"color_scheme": "dark"}, {"viewport": PHONE}, {"forced_colors": "active"}])
def test_pages_are_fit_for_everybody_in_the_dark_and_on_a_phone(seat_of, path, options):
    visit = seat_of("olga", **options)
    visit.go(path)
    assert violations(visit.page) == []


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_lesson_from_right_to_left_is_no_wider_than_its_window(seat_of, size):
    visit = seat_of("olga", viewport=size)
    for lesson_id in ("crystals-tablets", "field-tests"):
        visit.go(f"{COURSE}/{lesson_id}")
        visit.page.evaluate("Object.assign(document.documentElement, {dir: 'rtl', lang: 'fa-AF'})")
        assert visit.page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        assert not visit.page.evaluate(SCROLLS), visit.page.evaluate(TOO_WIDE)


def test_menus_that_are_open_are_fit_for_everybody_and_close_by_the_keyboard(seat_of):
    visit = seat_of("ivo")
    visit.go("/teach/")
    menus = visit.page.locator("details.menu")
    assert menus.count() >= 3
    for menu in menus.all():
        menu.locator("summary").click()
        assert violations(visit.page, "header") == []  # an open menu lies over the page
        visit.page.keyboard.press("Escape")
        assert menu.get_attribute("open") is None


def test_a_learners_answers_that_are_unfolded_are_fit_for_everybody(seat_of, places):
    visit = seat_of("ivo")
    visit.go(f"{GIVEN_COURSE}/people/{places['person']}".format(**places))
    visit.page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    assert visit.page.locator("main details[open]").count() > 1
    assert violations(visit.page) == []
    check_narrow(visit.page)
