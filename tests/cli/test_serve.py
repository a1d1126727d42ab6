"""What a running server takes note of: releases made beside it, delays that are long over."""

import shutil
import threading
import time
from contextlib import contextmanager

import pytest
from sqlalchemy import select, text

from cbt.accounts.delays import QUIET_MS, Kind, SignInDelay
from cbt.cli import serve
from cbt.cli import site as sites
from cbt.db import connect

COURSE = "drug-identification"


@pytest.fixture
def site(made, tmp_path):
    folder = tmp_path / "classroom"
    shutil.copytree(made, folder)
    return folder


@contextmanager
def serving(site):
    """Yield what a server holds: its shelf and its database."""
    settings = sites.settings_of(site)
    with sites.opened(settings) as database:
        app = serve.application(settings, database)
        yield app.extensions["cbt"].shelf, database


def digests(shelf):
    return [book.digest for book in shelf.courses()]


def test_a_release_made_beside_the_server_is_on_its_shelf_at_the_next_look(run, site):
    with serving(site) as (shelf, database):
        assert digests(shelf) == []
        assert run("release", COURSE, "--site", site).exit_code == 0
        assert digests(shelf) == []
        serve.catch_up(shelf, database)
        (first,) = digests(shelf)
        page = site / "courses" / COURSE / "course.yaml"
        page.write_text(page.read_text(encoding="utf-8") + "\n# looked through again\n", encoding="utf-8")
        assert run("release", COURSE, "--site", site).exit_code == 0
        serve.catch_up(shelf, database)
        (second,) = digests(shelf)
        assert second != first


def test_a_look_that_finds_nothing_new_reads_the_register_no_further(run, site):
    assert run("release", COURSE, "--site", site).exit_code == 0
    with serving(site) as (shelf, database), database.reading() as session:
        assert shelf.catch_up(session) is False
        session.execute(text("update release set position = position + 1"))
        assert shelf.catch_up(session) is True
        assert shelf.catch_up(session) is False


def test_a_look_at_a_database_that_is_away_is_logged_and_changes_nothing(run, site, tmp_path, caplog):
    assert run("release", COURSE, "--site", site).exit_code == 0
    with serving(site) as (shelf, _):
        before = digests(shelf)
        away = connect(f"sqlite:///{tmp_path / 'nowhere' / 'cbt.sqlite3'}")
        serve.catch_up(shelf, away)
        away.close()
        assert digests(shelf) == before
        assert "OperationalError" in caplog.text


def test_looking_goes_on_beside_the_server_and_ends_with_it(run, site, monkeypatch):
    monkeypatch.setattr(serve, "CATCH_UP_S", 0.01)
    with serving(site) as (shelf, database):
        with serve.following(shelf, database):
            assert run("release", COURSE, "--site", site).exit_code == 0
            latest = time.monotonic() + 30
            while not digests(shelf) and time.monotonic() < latest:
                time.sleep(0.01)
        assert len(digests(shelf)) == 1
        assert not [one for one in threading.enumerate() if one.name == serve.FOLLOWER]


def test_a_start_forgets_wrong_passwords_that_are_long_over_but_not_where_the_clock_stood(site):
    counted = {"old": 1000, "late": 5000 + QUIET_MS, "newest": 6000 + QUIET_MS}
    with sites.opened(sites.settings_of(site)) as database, database.writing() as session:
        for subject, at in counted.items():
            row = {"kind": Kind.ACCOUNT, "subject": subject, "failures": 9, "last_address": "seat"}
            session.add(SignInDelay(**row, counted_at_uptime_ms=at))
    with serving(site) as (_, database), database.reading() as session:
        assert set(session.scalars(select(SignInDelay.subject))) == {"late", "newest"}
