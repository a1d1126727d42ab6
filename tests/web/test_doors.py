"""Every door: guards, headers, sentences for what goes wrong. The URL map is walked, so no new door is forgotten."""

import re
from html import unescape
from urllib.parse import unquote

import pytest

from cbt.web.headers import HEADERS
from tests.web.classroom import COURSE

OPEN = {"account.sign_in", "account.start", "account.sign_out", "account.language"}
VALUES = {
    "course_id": COURSE,
    "lesson_id": "first",
    "test_id": "final",
    "number": 1,
    "name": "cake.svg",
}


def doors(classroom, method, more=None):
    """Yield endpoint and path of every door for a method; `more` names other people and groups than Lena and hers."""
    values = {**VALUES, "group_id": classroom.groups["spring"], "person_key": classroom.people["lena"], **(more or {})}
    values["digest"] = classroom.parts.shelf.live(COURSE).digest
    adapter = classroom.app.url_map.bind("localhost")
    for rule in classroom.app.url_map.iter_rules():
        if method in rule.methods:
            known = {name: values.get(name, classroom.groups["spring"]) for name in rule.arguments}
            yield rule.endpoint, adapter.build(rule.endpoint, known, method=method)


def test_who_is_not_signed_in_is_led_to_the_sign_in_page_from_every_door(classroom):
    seat = classroom.seat()
    for endpoint, path in doors(classroom, "GET"):
        page = seat.client.get(path)
        if endpoint not in OPEN:
            assert page.status_code == 303, endpoint
            assert page.location.startswith("/sign-in"), endpoint


def test_every_form_is_refused_without_its_guard_and_writes_nothing(classroom, lena, ivo, queries):
    for seat in (lena, ivo):
        for endpoint, path in doors(classroom, "POST"):
            queries.clear()
            page = seat.client.post(path, data={"name": "x", "question": "entry", "response": "b"})
            assert page.status_code in (403, 404, 409), endpoint
            writes = [statement for statement in queries if statement.split()[0] in ("INSERT", "UPDATE", "DELETE")]
            assert not writes, (endpoint, writes)


def test_opening_a_page_writes_nothing_at_any_door(classroom, lena, ivo, queries):
    for seat in (lena, ivo):
        for endpoint, path in doors(classroom, "GET"):
            queries.clear()
            with seat.client.get(path) as page:
                assert page.status_code < 500, endpoint
            writes = [statement for statement in queries if statement.split()[0] in ("INSERT", "UPDATE", "DELETE")]
            assert not writes, (endpoint, writes)


def test_every_door_answers_with_the_protecting_headers(classroom, lena):
    for endpoint, path in doors(classroom, "GET"):
        with lena.client.get(path) as page:
            for name in HEADERS:
                assert name in page.headers, (endpoint, name)


def test_zoe_who_belongs_elsewhere_sees_nothing_of_this_group_at_any_door(classroom, zoe):
    for endpoint, path in doors(classroom, "GET"):
        if endpoint.startswith(("learn.course", "lesson.", "sitting.", "teach")):
            page = zoe.client.get(path)
            assert page.status_code in (403, 404), (endpoint, page.status_code)
            assert "Маркова" not in page.get_data(as_text=True)


def test_an_instructor_of_another_post_reaches_nothing_of_this_group_by_guessing(classroom):
    yan = classroom.seat("yan")
    for endpoint, path in doors(classroom, "GET"):
        if endpoint.startswith("teach") and str(classroom.groups["spring"]) in path:
            page = yan.client.get(path)
            assert page.status_code == 404, (endpoint, page.status_code)
            assert "Маркова" not in page.get_data(as_text=True)


def test_every_answer_carries_the_protecting_headers(classroom, lena):
    for path in ("/sign-in", "/learn/", f"/learn/{COURSE}/first", "/nowhere", "/learn/record"):
        page = lena.client.get(path)
        for name, value in HEADERS.items():
            assert page.headers[name] == value, path
        assert page.headers["Cache-Control"] == "no-store"


def test_pages_hold_no_script_or_style_of_their_own(classroom, lena):
    for path in ("/sign-in", "/learn/", f"/learn/{COURSE}", f"/learn/{COURSE}/first", "/learn/record"):
        html = lena.get(path).get_data(as_text=True)
        assert " style=" not in html
        assert "<style" not in html
        assert " onclick" not in html
        assert html.count("<script") == html.count("<script src=")


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/nowhere", 404, "There is nothing at this address"),
        (f"/learn/{COURSE}/other", 404, "There is nothing at this address"),
        (f"/learn/{COURSE}/tests/other", 404, "There is nothing at this address"),
        ("/sign-out", 405, "in a way that does not work"),
    ],
)
def test_what_goes_wrong_is_a_sentence_in_a_page(lena, path, status, sentence):
    page = lena.get(path)
    assert page.status_code == status
    assert sentence in lena.text
    assert "data-problem" in lena.text


def test_a_form_that_is_too_large_has_its_own_sentence(lena):
    lena.get("/learn/")
    page = lena.post("/language", {"csrf_token": lena.token(), "language": "x" * 300_000})
    assert page.status_code == 413
    assert "more than this page can take" in lena.text


def test_pictures_come_from_the_release_only_and_run_nothing(classroom, lena):
    digest = classroom.parts.shelf.live(COURSE).digest
    folder = classroom.parts.shelf.live(COURSE).media_folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cake.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    with lena.client.get(f"/media/{digest}/cake.svg") as page:
        assert page.status_code == 200
        assert page.data.startswith(b"<svg")
    assert page.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert "immutable" in page.headers["Cache-Control"]
    assert lena.client.get(f"/media/{digest}/../../../cbt.toml").status_code == 404
    assert lena.client.get(f"/media/{digest}/%2e%2e/%2e%2e/courses/{COURSE}/bank/pool.md").status_code == 404
    assert lena.client.get(f"/media/{'0' * 64}/cake.svg").status_code == 404


def test_addresses_name_nobody(classroom, ivo, lena):
    for rule in classroom.app.url_map.iter_rules():
        known = rule.arguments - {"name"} if "media" in rule.endpoint else rule.arguments
        assert not {"name", "sign_in_name", "latin_name"} & known
    for seat in (ivo, lena):
        for endpoint, path in doors(classroom, "GET"):
            with seat.client.get(path) as page:
                if page.mimetype == "text/html":
                    named_nowhere(endpoint, page.get_data(as_text=True))
    for search in ("Лена", "rashid", "nobody"):
        path = f"/teach/groups/{classroom.groups['spring']}/people"
        ivo.get(path)
        ivo.post(f"{path}/search", {**ivo.hidden('role="search"'), "name": search})
        assert f'value="{search}"' in ivo.text
        named_nowhere("search", ivo.text)


NAMES = ("лена", "маркова", "lena", "markova", "нұрлан", "nurlan", "иво", "stoyanov", "омар", "rashid", "nobody")


def named_nowhere(endpoint, html):
    """Hold that no address in a page names anybody, and that no form makes an address of what is typed."""
    next_ones = re.findall(r'name="next" value="([^"]*)"', html)
    for address in [*re.findall(r'\b(?:href|src|action|formaction)="([^"]*)"', html), *next_ones]:
        said = unquote(unescape(address)).casefold()
        assert not [name for name in NAMES if name in said], (endpoint, said)
    for form in re.findall(r"<form.*?</form>", html, re.DOTALL):
        sent = re.match(r'<form[^>]* method="post"', form)
        typed = re.search(r'<textarea|<input(?![^>]*type="(?:hidden|checkbox|radio|submit)")', form)
        assert sent or not typed, (endpoint, form)


@pytest.mark.parametrize("odd", ["%00", "a%00b", "First", "%D0%B0", "a_b", "'", "a%20b"])
def test_an_address_with_an_id_that_no_author_can_give_is_not_found_and_asks_the_database_for_nothing_by_it(
    lena, queries, odd
):
    for path in (f"/learn/{odd}", f"/learn/{COURSE}/{odd}", f"/learn/{odd}/first", f"/learn/{COURSE}/tests/{odd}"):
        queries.clear()
        assert lena.get(path).status_code == 404, path
        assert len(queries) <= 1, path
