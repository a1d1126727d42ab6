"""`cbt user erase`: asks first, erases for good, and says what it did."""

import shutil
import sqlite3
from contextlib import closing

import pytest


@pytest.fixture
def site(made, run, tmp_path):
    """Return a copy of a fresh site in which Lena has an account."""
    folder = tmp_path / "classroom"
    shutil.copytree(made, folder)
    added = run("user", "add", "lena", "--name", "Лена Ким", "Lena Kim", "--password", "long enough", "--site", folder)
    assert added.exit_code == 0
    return folder


def asked(site, question):
    """Return the rows that a question to the site's database gives."""
    with closing(sqlite3.connect(site / "var" / "cbt.sqlite3")) as connection:
        return connection.execute(question).fetchall()


def test_who_is_erased_is_gone_and_the_log_says_so(run, site):
    (key,) = asked(site, "select key from person")
    result = run("user", "erase", "LENA", "--yes", "--site", site)
    assert (result.exit_code, result.output) == (0, "LENA is erased; texts deleted: 0.\n")
    assert asked(site, "select * from person") == []
    assert asked(site, "select verb, actor, by from fact") == [("erased", *key, None)]
    assert run("records", "verify", "--site", site).exit_code == 0
    assert run("records", "rebuild", "--site", site).exit_code == 0


@pytest.mark.parametrize(("answer", "left"), [("y\n", 0), ("n\n", 1), ("\n", 1), ("", 1)])
def test_it_is_done_only_after_a_yes(run, site, answer, left):
    result = run("user", "erase", "lena", "--site", site, answers=answer)
    assert "Erase lena for good?" in result.output
    assert len(asked(site, "select * from person")) == left
    assert result.exit_code == left


def test_a_name_that_nobody_has_is_told_in_one_sentence(run, site):
    result = run("user", "erase", "zoe", "--yes", "--site", site)
    assert result.exit_code == 2
    assert result.output.strip() == "cbt: Nobody signs in as “zoe”. Look up the name on the page of the group."
    assert len(asked(site, "select * from person")) == 1
