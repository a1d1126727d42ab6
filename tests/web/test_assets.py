"""The name of a build: whatever decides how a page comes out gives another one."""

import shutil

import pytest

from cbt.web import assets
from cbt.web.headers import HEADERS


@pytest.fixture
def translations(tmp_path):
    """The interface catalogues of one language."""
    path = tmp_path / "translations/ru/LC_MESSAGES/cbt.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Write it down"\nmsgstr "Запишите"\n', encoding="utf-8")
    return tmp_path / "translations"


def test_the_same_program_and_catalogues_are_one_build(translations):
    assert assets.build(translations) == assets.build(translations)


def test_another_catalogue_is_another_build(translations):
    before = assets.build(translations)
    path = translations / "ru/LC_MESSAGES/cbt.po"
    path.write_text(path.read_text(encoding="utf-8").replace("Запишите", "Внесите"), encoding="utf-8")
    changed = assets.build(translations)
    shutil.copytree(translations / "ru", translations / "kk")
    assert len({before, changed, assets.build(translations)}) == 3


def test_a_catalogue_of_a_course_is_no_part_of_the_build(translations):
    before = assets.build(translations)
    (translations / "ru/LC_MESSAGES/small.po").write_text('msgid "A"\nmsgstr "А"\n', encoding="utf-8")
    assert assets.build(translations) == before


@pytest.mark.parametrize("name", ["content/rendering.py", "web/templates/page.html"])
def test_another_program_is_another_build(translations, tmp_path, monkeypatch, name):
    program = tmp_path / "program"
    (program / name).parent.mkdir(parents=True)
    (program / name).write_text("one")
    monkeypatch.setattr(assets, "PROGRAM", program)
    before = assets.build(translations)
    (program / name).write_text("two")
    assert assets.build(translations) != before


@pytest.mark.parametrize("name", ["cbt.css", "cbt.js", "icon.svg", "fonts"])
def test_static_files_carry_the_protecting_headers_and_are_kept_for_a_year(classroom, name):
    with classroom.app.app_context():
        asset = classroom.app.jinja_env.globals["asset"]
    path = next((assets.STATIC / name).iterdir()).relative_to(assets.STATIC) if name == "fonts" else name
    with classroom.seat().client.get(asset(path)) as answer:
        assert answer.status_code == 200
        for header, value in HEADERS.items():
            assert answer.headers.getlist(header) == [value]
        assert len(answer.headers.getlist("Cache-Control")) == 1
        assert answer.cache_control.immutable
        assert answer.cache_control.max_age >= 31_536_000


def test_static_files_have_one_address_and_only_there(classroom):
    seat = classroom.seat()
    assert seat.client.get("/static/cbt.css").status_code == 404
    assert "static" not in classroom.app.view_functions
    missed = seat.client.get(f"/static/{assets.version()}/nothing.css")
    assert missed.status_code == 404
    assert missed.headers["Cache-Control"] == "no-store"
