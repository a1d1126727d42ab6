"""What a running server takes note of: releases made beside it, delays that are long over."""

import errno
import os
import shutil
import socket
import threading
import time
from contextlib import contextmanager

import pytest
from sqlalchemy import select, text

from cbt.accounts.delays import QUIET_MS, Kind, SignInDelay
from cbt.cli import serve
from cbt.cli import site as sites
from cbt.db import connect
from cbt.library.tables import CourseSource

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


def sources(site):
    with sites.opened(sites.settings_of(site)) as database, database.reading() as session:
        return session.scalars(select(CourseSource.course_id)).all()


@pytest.mark.parametrize("course_id", ["nope", "../../etc"])
def test_a_course_that_the_site_does_not_have_is_refused_and_leaves_nothing(run, site, course_id):
    result = run("release", course_id, "--site", site)
    assert (result.exit_code, len(result.output.strip().splitlines())) == (2, 1)
    assert f"There is no course “{course_id}”. There are: {COURSE}." in result.output
    assert sources(site) == []


def test_the_problems_of_a_course_that_is_gone_go_at_the_next_start(run, site):
    (site / "courses" / "draft").mkdir()
    assert run("release", "draft", "--site", site).exit_code == 1
    assert sources(site) == ["draft"]
    (site / "courses" / "draft").rmdir()
    (site / "courses" / COURSE).rename(site / COURSE)
    settings = sites.settings_of(site)
    with sites.opened(settings) as database:
        serve.take_in_changed(settings, database)
    assert sources(site) == []


def test_a_port_that_something_listens_on_is_taken(run, site):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run("serve", "--host", "127.0.0.1", "--port", port, "--site", site)
    assert result.exit_code == 2
    assert f"Port {port} of 127.0.0.1 is taken." in result.output


@pytest.mark.parametrize("host", ["192.0.2.1", "no such name"])
def test_an_address_that_this_machine_does_not_have_is_told(run, site, host):
    result = run("serve", "--host", host, "--site", site)
    assert result.exit_code == 2
    assert f"This machine has no address {host}." in result.output


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EACCES, "You may not open port 80 of 0.0.0.0."),
        (errno.EADDRINUSE, "Port 80 of 0.0.0.0 is taken."),
        (errno.EMFILE, "Nothing can be served at port 80 of 0.0.0.0: Too many open files."),
    ],
)
def test_each_refusal_of_the_system_has_its_own_sentence(number, sentence):
    assert sentence in str(serve.refused(OSError(number, os.strerror(number)), "0.0.0.0", 80))
