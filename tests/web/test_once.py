from markupsafe import Markup

from cbt.web.once import parts, slot
from tests.web.classroom import COURSE, Classroom, Seat

FIRST = f"/learn/{COURSE}/first"


def test_a_kept_page_carries_each_readers_own_name_and_guard(classroom: Classroom, lena: Seat) -> None:
    lena.get(FIRST)
    bek = classroom.seat("bek")
    bek.get(FIRST)
    assert "Lena" in lena.text or "Лена" in lena.text
    assert lena.token() != bek.token()
    assert lena.token() not in bek.text
    assert bek.text.count(bek.token()) == lena.text.count(lena.token())


def test_a_kept_page_has_no_slot_left_open(lena: Seat) -> None:
    for _ in range(2):
        lena.get(FIRST)
        assert "\x00" not in lena.text


def test_every_form_of_a_kept_page_has_a_submission_of_its_own(lena: Seat) -> None:
    lena.get(FIRST)
    first = lena.text
    lena.get(FIRST)
    ids = [part.split('"')[0] for text in (first, lena.text) for part in text.split('name="submission_id" value="')[1:]]
    assert len(ids) == len(set(ids)) > 4


def test_a_message_is_shown_on_a_kept_page_once(classroom: Classroom, lena: Seat) -> None:
    lena.get(FIRST)
    with lena.client.session_transaction() as session:
        session["_flashes"] = [("saved", "A word for Lena only.")]
    lena.get(FIRST)
    assert "A word for Lena only." in lena.text
    lena.get(FIRST)
    assert "A word for Lena only." not in lena.text


def test_a_piece_is_taken_apart_at_its_slots_and_nothing_of_it_is_lost() -> None:
    piece = Markup(f"<b>{slot('name')}</b> at {slot('seat')}.")
    assert parts(piece, "name", "seat") == ["<b>", "</b> at ", "."]
    before, between, behind = parts(piece, "name", "seat")
    assert f"{before}Lena{between}7{behind}" == "<b>Lena</b> at 7."


def test_a_piece_may_begin_or_end_with_a_slot_or_have_none() -> None:
    assert parts(Markup(slot("name")), "name") == ["", ""]
    assert parts(Markup("<hr>")) == ["<hr>"]


def test_a_taken_apart_piece_holds_plain_text_that_escapes_nothing_put_between() -> None:
    before, behind = parts(Markup(f"<i>{slot('name')}</i>"), "name")
    assert before + "<b>" + behind == "<i><b></i>"
