"""The command line: what it makes, what it says, and that every failure is one sentence and an exit code."""

import json
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click
import pytest

from cbt.cli import main


@pytest.fixture
def site(made, tmp_path):
    folder = tmp_path / "classroom"
    shutil.copytree(made, folder)
    return folder


def every_command(group=main, before=()):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from every_command(command, (*before, name))
        else:
            yield (*before, name)


@pytest.mark.parametrize("words", list(every_command()), ids=" ".join)
def test_every_command_has_help_with_an_example(run, words):
    result = run(*words, "--help")
    assert result.exit_code == 0
    assert "Example: cbt" in result.output


@pytest.mark.parametrize(
    "words",
    [
        ("serve",),
        ("check", "--site", "nowhere"),
        ("release", "drug-identification"),
        ("records", "verify"),
        ("records", "rebuild"),
        ("db", "upgrade"),
        ("user", "add", "omar", "--password", "long enough"),
        ("demo", "--host", "0.0.0.0"),
    ],
    ids=" ".join,
)
def test_every_failure_is_a_sentence_and_no_traceback(run, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert result.exit_code in (1, 2)
    assert "Traceback" not in result.output
    assert result.output.strip().endswith(".")
    assert len(result.output.strip().splitlines()) == 1


@pytest.mark.parametrize("words", [("db", "upgrade"), ("records", "verify"), ("records", "rebuild")], ids=" ".join)
def test_a_file_that_is_no_database_is_told_in_one_sentence(run, site, words):
    for path in (site / "var").glob("cbt.sqlite3*"):
        path.unlink()
    (site / "var" / "cbt.sqlite3").write_bytes(b"a letter to Omar" * 1000)
    result = run(*words, "--site", site)
    assert (result.exit_code, len(result.output.strip().splitlines())) == (2, 1)
    assert "The database cannot be opened: file is not a database" in result.output


def test_a_folder_that_cannot_be_made_is_told_in_one_sentence(run, tmp_path):
    (tmp_path / "letter").write_text("to Omar")
    for folder in (tmp_path / "letter" / "room", "/proc/room"):
        result = run("init", folder)
        assert (result.exit_code, len(result.output.strip().splitlines())) == (2, 1)
        assert str(folder) in result.output


def test_init_makes_a_site_and_keeps_what_is_there(run, tmp_path):
    folder = tmp_path / "room"
    (folder / "courses").mkdir(parents=True)
    (folder / "courses" / "mine.txt").write_text("mine")
    (folder / "cbt.toml").write_text('post_name = "Stone Gate"\n')
    result = run("init", folder)
    assert result.exit_code == 0, result.output
    assert (folder / "courses" / "mine.txt").read_text() == "mine"
    assert not (folder / "courses" / "drug-identification").exists()
    assert (folder / "cbt.toml").read_text() == 'post_name = "Stone Gate"\n'
    assert (folder / "media" / "drug-identification").is_dir()
    assert stat.S_IMODE((folder / "var" / "secret.key").stat().st_mode) == 0o600


def test_init_again_changes_neither_key_nor_log(run, site):
    key = (site / "var" / "secret.key").read_bytes()
    before = heads(site)
    assert run("init", site).exit_code == 0
    assert (site / "var" / "secret.key").read_bytes() == key
    assert heads(site) == before


@contextmanager
def opened(site: Path) -> Iterator[sqlite3.Connection]:
    """Yield the site's database, committed and closed at the end."""
    with closing(sqlite3.connect(site / "var" / "cbt.sqlite3")) as connection:
        yield connection
        connection.commit()


def heads(site: Path) -> list[object]:
    with opened(site) as connection:
        return connection.execute("select log_id, sequence, hash from log_head").fetchall()


def test_the_settings_file_of_a_new_site_names_every_setting_and_is_in_force(run, site):
    text = (site / "cbt.toml").read_text(encoding="utf-8")
    assert "# port = 8080" in text
    (site / "cbt.toml").write_text(text.replace("# port = 8080", "port = 0"), encoding="utf-8")
    result = run("serve", "--site", site)
    assert result.exit_code == 2
    assert "“port” cannot be “0”" in result.output


def test_a_person_added_from_the_command_line_is_there_once(run, site):
    words = ("user", "add", "Omar", "--name", "Омар Р.", "Omar R.", "--role", "admin", "--password", "long enough")
    assert run(*words, "--site", site).exit_code == 0
    again = run(*words, "--site", site)
    assert again.exit_code == 2
    assert "Traceback" not in again.output
    with opened(site) as connection:
        assert connection.execute("select latin_name from person").fetchall() == [("Omar R.",)]
        assert connection.execute("select role, scope_kind from role").fetchall() == [("admin", "box")]


def test_a_password_is_asked_for_and_a_weak_one_refused(run, site):
    result = run("user", "add", "omar", "--site", site, answers="short\nshort\n")
    assert result.exit_code == 2
    assert "8" in result.output


def test_check_passes_the_shipped_courses_and_fails_on_a_mistake(run, site):
    assert run("check", "--site", site).output.strip() == "No problems."
    lesson = site / "courses" / "drug-identification" / "02-plant-drugs.md"
    lesson.write_text(lesson.read_text(encoding="utf-8").replace("- [x]", "- [ ]", 1), encoding="utf-8")
    result = run("check", "--site", site)
    assert result.exit_code == 1
    assert "02-plant-drugs.md:" in result.output
    found = json.loads(run("check", "--site", site, "--json").output)
    assert found[0]["line"] > 0
    assert {"path", "line", "code", "sentence", "mending"} == set(found[0])


def test_a_broken_course_leaves_the_last_good_release_in_use(run, site):
    assert run("release", "drug-identification", "--site", site).exit_code == 0
    lesson = site / "courses" / "drug-identification" / "02-plant-drugs.md"
    lesson.write_text("no front matter", encoding="utf-8")
    result = run("release", "drug-identification", "--site", site)
    assert result.exit_code == 1
    assert "The last good release stays in use." in result.output
    with opened(site) as connection:
        assert connection.execute("select count(*) from release where live").fetchone() == (1,)
        assert "02-plant-drugs.md" in connection.execute("select problems from course_source").fetchone()[0]


def test_verify_prints_the_head_and_finds_what_was_cut_off(run, site):
    result = run("records", "verify", "--site", site)
    assert result.exit_code == 0
    head = result.output.split("Head: ")[1].strip()
    assert run("records", "verify", "--site", site, "--against", head).exit_code == 0
    log, _, digest = head.split(":")
    cut = run("records", "verify", "--site", site, "--against", f"{log}:5:{'ab' * 32}")
    assert cut.exit_code == 1
    assert "cut off" in cut.output
    assert run("records", "verify", "--site", site, "--against", digest).exit_code == 2


def test_rebuild_says_how_many_facts_it_folded(run, site):
    assert run("records", "rebuild", "--site", site).output.strip().endswith("0 facts folded.")


def test_upgrade_says_that_there_is_nothing_to_do(run, site):
    assert run("db", "upgrade", "--site", site).output.strip() == "The database is up to date."


def test_a_database_of_another_version_is_refused_with_what_to_do(run, site):
    with opened(site) as connection:
        connection.execute("update alembic_version set version_num = '0000'")
    result = run("records", "verify", "--site", site)
    assert result.exit_code == 2
    assert "cbt db upgrade" in result.output


def test_a_missing_database_server_is_told_in_one_sentence(run, site, monkeypatch):
    monkeypatch.setenv("CBT_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    result = run("records", "verify", "--site", site)
    assert result.exit_code == 2
    assert "The database cannot be opened" in result.output
    assert "Traceback" not in result.output


def test_translations_are_brought_up_to_date_without_losing_one(run, site):
    catalogue = site / "translations" / "kk" / "LC_MESSAGES" / "drug-identification.po"
    assert run("translate", "update", "kk", "--site", site).exit_code == 0
    text = catalogue.read_text(encoding="utf-8").replace(
        'msgid "Drug identification at the border"\nmsgstr ""',
        'msgid "Drug identification at the border"\nmsgstr "Шекарада"',
    )
    catalogue.write_text(text, encoding="utf-8")
    result = run("translate", "update", "kk", "--site", site)
    assert 'msgstr "Шекарада"' in catalogue.read_text(encoding="utf-8")
    assert "0 to look at again" in result.output
    assert run("translate", "update", "xx", "--site", site).exit_code == 2


def test_cbt_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "cbt", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("cbt, version")


def test_the_demonstration_refuses_another_address_by_variable_too(run, monkeypatch, tmp_path):
    monkeypatch.setenv("CBT_HOST", "0.0.0.0")
    result = run("demo", "--folder", tmp_path / "demo")
    assert result.exit_code == 2
    assert "127.0.0.1 only" in result.output
    assert not list(tmp_path.iterdir())
