"""The database as an operator meets it: empty, missing, locked, elsewhere; every way of making it leaves a log open."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import text

from cbt.db import connect, migrate
from tests.models import all_tables

HOLDING = """
import sqlite3, sys
sqlite3.connect(sys.argv[1]).execute("BEGIN IMMEDIATE")
print("held", flush=True)
input()
"""


@pytest.fixture
def site(made, tmp_path):
    folder = tmp_path / "classroom"
    shutil.copytree(made, folder)
    return folder


@pytest.fixture
def elsewhere(new_url, monkeypatch):
    """An empty database that the environment names, in place of the site's own file."""
    database = connect(new_url())
    all_tables().drop_all(database.engine)
    monkeypatch.setenv("CBT_DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    yield database
    database.close()


def logs(database):
    with database.reading() as session:
        return session.execute(text("select log_id, is_open from log_head")).all()


def add_omar(run, site):
    return run("user", "add", "omar", "--password", "long enough", "--site", site)


def test_a_database_that_upgrade_made_can_record(run, site, elsewhere):
    assert run("db", "upgrade", "--site", site).output.splitlines()[-1] == "Done."
    assert len(logs(elsewhere)) == 1
    added = add_omar(run, site)
    assert (added.exit_code, added.output) == (0, "omar can sign in.\n")
    assert "1 facts, all as they were recorded." in run("records", "verify", "--site", site).output


@pytest.mark.parametrize("words", [("db", "upgrade", "--site"), ("init",)], ids=" ".join)
def test_tables_without_a_log_are_mended_by_either_way_once(run, site, elsewhere, words):
    migrate.upgrade(elsewhere)
    assert "This box has no log" in add_omar(run, site).output
    if words == ("init",):  # it reads the settings file, not the environment
        url = elsewhere.engine.url.render_as_string(hide_password=False)
        (site / "cbt.toml").write_text(f'database_url = "{url}"\n', encoding="utf-8")
    assert run(*words, site).exit_code == 0
    before = logs(elsewhere)
    assert len(before) == 1
    assert run(*words, site).exit_code == 0
    assert run("db", "upgrade", "--site", site).output == "The database is up to date.\n"
    assert logs(elsewhere) == before
    assert add_omar(run, site).exit_code == 0


def test_a_database_without_tables_is_told_as_such(run, site, elsewhere):
    for words in (("serve",), ("records", "verify")):
        result = run(*words, "--site", site)
        assert result.exit_code == 2
        assert "has no tables yet" in result.output
        assert f"cbt db upgrade --site {site}" in result.output


@pytest.mark.parametrize("words", [("serve",), ("records", "verify"), ("release", "drug-identification")], ids=" ".join)
def test_a_missing_file_is_told_with_its_path_and_none_is_made(run, site, words):
    shutil.rmtree(site / "var")
    result = run(*words, "--site", site)
    assert (result.exit_code, len(result.output.strip().splitlines())) == (2, 1)
    assert f"There is no database at {site / 'var' / 'cbt.sqlite3'}." in result.output
    assert not (site / "var").exists()


@contextmanager
def held(path):
    """Let another process hold the database's write lock while the block runs."""
    words = [sys.executable, "-c", HOLDING, path]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        try:
            assert other.stdout.readline() == b"held\n"
            yield
        finally:
            other.kill()


def test_a_database_that_another_program_holds_is_told_in_one_sentence(run, site):
    path = site / "var" / "cbt.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("delete from alembic_version")
    with held(path):
        result = run("db", "upgrade", "--site", site)
    assert (result.exit_code, type(result.exception)) == (2, SystemExit)
    (told,) = result.output.splitlines()[1:]
    assert told.startswith("cbt: Another program has locked the database, and nothing was changed. Stop “cbt serve”")
