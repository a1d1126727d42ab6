"""The demonstration: told once, told again when its tables are those of another version or it was not finished."""

import sqlite3
from contextlib import closing

import pytest

from cbt.cli import demo


def asked(folder, question):
    with closing(sqlite3.connect(folder / "var" / "cbt.sqlite3")) as connection:
        return connection.execute(question).fetchall()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A demonstration that was told; the tests of this file go on with it one after the other."""
    folder = tmp_path_factory.mktemp("demo")
    demo.prepare(folder, 8080)
    return folder


def log_id(folder):
    return asked(folder, "select log_id from log_head")


def test_a_second_start_keeps_what_was_told_and_tells_nothing_anew(folder, capsys):
    before = log_id(folder)
    demo.prepare(folder, 8080)
    assert log_id(folder) == before
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("spoil", ["another version", "no mark", "no database"])
def test_one_of_another_version_or_half_told_is_told_anew_in_one_line(folder, capsys, spoil):
    before, var = log_id(folder), folder / "var"
    with closing(sqlite3.connect(var / "cbt.sqlite3")) as connection:
        connection.execute("drop table sign_in_delay")
    if spoil == "another version":
        (var / demo.TOLD).write_text("tables of last week")
    elif spoil == "no mark":
        (var / demo.TOLD).unlink()
    else:
        (var / "cbt.sqlite3").unlink()
    demo.prepare(folder, 8080)
    said = capsys.readouterr().err.splitlines()
    assert said[0] == f"{var} is of another version or was not finished: it is made anew."
    assert asked(folder, "select * from sign_in_delay") == []
    assert len(asked(folder, "select * from person")) > 5
    assert log_id(folder) != before
