"""`cbt user`, `cbt post`, `cbt organisation`: who may do what where, from the command line."""

import json
import shutil
import sqlite3
from contextlib import closing
from uuid import UUID

import pytest

from cbt.accounts.passwords import matches


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
    facts = [("administered", *key, None), ("erased", *key, None)]
    assert asked(site, "select verb, actor, by from fact order by sequence") == facts
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
    assert result.output.strip() == "cbt: Nobody signs in as “zoe”. “cbt user list” lists the names."
    assert len(asked(site, "select * from person")) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("maria", "--name", "Мария Пак", "Мария Пак"), "Write it as in the passport."),
        (("мария",), "Write both names too: --name OWN LATIN."),
        (("4711",), "“4711” is no name in Latin letters."),
    ],
)
def test_nobody_is_added_without_a_name_in_latin_letters(run, site, words, sentence):
    result = run("user", "add", *words, "--password", "long enough", "--site", site)
    assert result.exit_code == 2
    assert sentence in result.output
    assert asked(site, "select sign_in_name from person") == [("lena",)]


def held(site):
    return asked(site, "select role, scope_kind, scope_id from role order by role, scope_kind")


@pytest.fixture
def place(run, site):
    """Return the id of a post that was added, with its region."""
    added = run("post", "add", "Stone Gate", "KZ", "--region", "Central Asia", "--site", site)
    assert (added.exit_code, added.output) == (0, "The post Stone Gate is added.\n")
    ((post_id,),) = asked(site, "select id from post")
    return UUID(post_id)


@pytest.mark.parametrize(
    ("scope", "kept"),
    [
        ("box", ("box", "")),
        ("country:kz", ("country", "kz")),
        ("post:Stone Gate", ("post", "{post}")),
    ],
)
def test_a_role_is_given_at_a_scope_by_its_name_and_taken_again(run, site, place, scope, kept):
    given = run("user", "role", "lena", "instructor", "--at", scope, "--site", site)
    assert (given.exit_code, given.output) == (0, f"lena is instructor at {scope}.\n")
    assert held(site) == [("instructor", kept[0], kept[1].format(post=place))]
    taken = run("user", "role", "lena", "instructor", "--at", scope, "--take", "--site", site)
    assert (taken.exit_code, taken.output) == (0, f"lena is no longer instructor at {scope}.\n")
    assert held(site) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("zoe", "author"), "Nobody signs in as “zoe”."),
        (("lena", "author", "--at", "post:Nowhere"), "There is no post “Nowhere” to hold a role at."),
        (("lena", "author", "--at", "country:Kazakhstan"), "There is no country “Kazakhstan” to hold a role at."),
        (("lena", "author", "--at", "box:all"), "There is no box “all” to hold a role at."),
        (("lena", "author", "--at", "moon"), "“moon” is no scope. Write box, country:kz,"),
        (("lena", "author", "--take"), "They do not hold the role author there"),
    ],
)
def test_a_role_that_cannot_be_changed_is_told_in_one_sentence(run, site, words, sentence):
    result = run("user", "role", *words, "--site", site)
    assert result.exit_code == 2
    assert sentence in result.output
    assert held(site) == []


def test_posts_are_listed_with_their_regions_and_a_region_is_made_once(run, site, place):
    run("post", "add", "River Bridge", "kg", "--region", "Central Asia", "--site", site)
    run("post", "add", "Lake", "kg", "--site", site)
    lines = run("post", "list", "--site", site).output.splitlines()
    assert [line[38:] for line in lines] == [
        "kg  Lake",
        "kg  River Bridge (Central Asia)",
        "kz  Stone Gate (Central Asia)",
    ]
    assert lines[2].startswith(str(place))
    assert asked(site, "select name from region") == [("Central Asia",)]


@pytest.mark.parametrize("noun", ["post", "organisation"])
def test_a_country_that_is_none_is_refused(run, site, noun):
    result = run(noun, "add", "Name", "Kazakhstan", "--site", site)
    assert result.exit_code == 2
    assert "“Kazakhstan” is no country code." in result.output


def test_a_service_is_added_with_its_country(run, site):
    assert run("organisation", "add", "Border Service", "kz", "--site", site).exit_code == 0
    assert asked(site, "select name, country from organisation") == [("Border Service", "kz")]


def test_an_account_is_closed_and_opened_again(run, site):
    assert run("user", "close", "lena", "--site", site).output == "The account of lena is closed.\n"
    assert asked(site, "select active from person") == [(0,)]
    assert run("user", "reopen", "LENA", "--site", site).output == "LENA can sign in again.\n"
    assert asked(site, "select active from person") == [(1,)]


@pytest.mark.parametrize("verb", ["close", "reopen"])
def test_an_account_that_is_not_there_is_neither_closed_nor_opened(run, site, verb):
    result = run("user", verb, "zoe", "--site", site)
    assert result.exit_code == 2
    assert "Nobody signs in as “zoe”." in result.output


def add_admin(run, site, name):
    assert run("user", "add", name, "--role", "admin", "--password", "long enough", "--site", site).exit_code == 0


@pytest.mark.parametrize("words", [("role", "omar", "admin", "--take"), ("close", "omar"), ("erase", "omar", "--yes")])
def test_the_last_admin_stays_until_somebody_else_is_one(run, site, words):
    add_admin(run, site, "omar")
    refused = run("user", *words, "--site", site)
    assert (refused.exit_code, len(refused.output.splitlines())) == (2, 1)
    assert "Nobody else administers this box." in refused.output
    assert run("user", "list", "--site", site).output == "lena  open\nomar  open  admin at box\n"
    add_admin(run, site, "aida")
    assert run("user", *words, "--site", site).exit_code == 0


def test_an_admin_whose_account_is_closed_does_not_count(run, site):
    add_admin(run, site, "omar")
    add_admin(run, site, "aida")
    assert run("user", "close", "aida", "--site", site).exit_code == 0
    assert run("user", "close", "omar", "--site", site).exit_code == 2
    assert run("user", "role", "aida", "admin", "--take", "--site", site).exit_code == 0


@pytest.mark.parametrize("how", [{"password": "three quiet words"}, {"answers": "three quiet words\n" * 2}])
def test_a_new_password_is_given_and_the_log_says_so_without_it(run, site, how):
    (before,) = asked(site, "select key, password_hash from person")
    option = ("--password", how["password"]) if "password" in how else ()
    result = run("user", "password", "LENA", *option, "--site", site, answers=how.get("answers"))
    assert result.exit_code == 0
    assert result.output.endswith("LENA has a new password and is signed out at every seat.\n")
    (after,) = asked(site, "select key, password_hash from person")
    assert after[0] == before[0]
    assert (matches(after[1], "three quiet words"), matches(after[1], "long enough")) == (True, False)
    ((detail, by),) = asked(site, "select detail, by from fact order by sequence desc limit 1")
    assert (json.loads(detail), by) == ({"act": "password_given"}, None)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(("zoe", "--password", "long enough"), "Nobody signs in as “zoe”."), (("lena", "--password", "short"), "8")],
)
def test_a_password_that_cannot_be_given_changes_nothing(run, site, words, sentence):
    before = asked(site, "select * from person")
    result = run("user", "password", *words, "--site", site)
    assert result.exit_code == 2
    assert sentence in result.output
    assert asked(site, "select * from person") == before


def test_accounts_are_listed_with_their_roles_and_whether_they_are_open_and_no_more(run, site, place):
    run("user", "role", "lena", "instructor", "--at", "post:Stone Gate", "--site", site)
    run("user", "role", "lena", "author", "--at", "country:kz", "--site", site)
    run("user", "add", "ivo", "--password", "long enough", "--site", site)
    run("user", "close", "ivo", "--site", site)
    said = run("user", "list", "--site", site).output
    assert said == "ivo  closed\nlena  open  author at country:kz, instructor at post:Stone Gate\n"


def test_a_log_that_was_edited_is_folded_only_if_that_is_asked_for_and_never_without_a_word(run, site):
    with closing(sqlite3.connect(site / "var" / "cbt.sqlite3")) as connection:
        connection.execute("drop trigger if exists fact_unchanged")
        connection.execute("update fact set activity_id = 'forged'")
        connection.commit()
    refused = run("records", "rebuild", "--site", site)
    assert refused.exit_code == 1
    assert "1 fault: nothing was folded." in refused.output
    folded = run("records", "rebuild", "--despite-faults", "--site", site)
    assert folded.exit_code == 1
    assert "1 facts folded.\n1 fault in what was folded" in folded.output


def test_a_course_that_is_not_there_is_told_with_those_that_are(run, site):
    result = run("check", "drugs", "--site", site)
    assert (result.exit_code, len(result.output.splitlines())) == (2, 1)
    assert "There is no course “drugs”. There are: drug-identification." in result.output


@pytest.mark.parametrize("noun", ["post", "organisation"])
def test_a_place_is_added_once_in_its_country_and_listed(run, site, noun):
    assert run(noun, "add", "Lake", "kz", "--site", site).exit_code == 0
    again = run(noun, "add", " Lake", "KZ", "--site", site)
    assert (again.exit_code, again.output) == (2, "cbt: There is “Lake” in kz already. Give it another name.\n")
    assert run(noun, "add", "Lake", "kg", "--site", site).exit_code == 0
    lines = run(noun, "list", "--site", site).output.splitlines()
    assert sorted(line[38:] for line in lines) == ["kg  Lake", "kz  Lake"]


def test_a_first_password_may_come_from_the_environment(run, site, monkeypatch):
    monkeypatch.setenv("CBT_NEW_PASSWORD", "three quiet words")
    result = run("user", "add", "omar", "--site", site)
    assert (result.exit_code, result.output) == (0, "omar can sign in.\n")
    ((known,),) = asked(site, "select password_hash from person where sign_in_name = 'omar'")
    assert matches(known, "three quiet words")
    assert run("user", "password", "lena", "--site", site).exit_code == 0
    assert run("post", "list", "--site", site).exit_code == 0


def test_a_password_that_is_too_long_is_told_in_one_sentence(run, site):
    result = run("user", "add", "omar", "--password", "x" * 201, "--site", site)
    assert result.exit_code == 2
    assert "A password has at most 200 characters" in result.output
    assert len(asked(site, "select * from person")) == 1
