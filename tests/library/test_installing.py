"""From an author's files to the live release: whole, as it was read, or not at all."""

import json
import os
import resource
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from cbt.content import mistakes_files
from cbt.content.reader import read_course
from cbt.library import installing
from cbt.library.installing import NoCourse, NoRoom, files, fingerprint, forget_gone, take_in
from cbt.library.tables import CourseSource, Release
from tests.content import small
from tests.library.conftest import MORNING


def releases(site):
    """Return the register's rows, in the order they were made live."""
    with site.database.reading() as session:
        return session.execute(select(*Release.__table__.columns).order_by(Release.position)).all()


def source(site):
    """Return what the last reading of the course's files found."""
    with site.database.reading() as session:
        return session.execute(select(*CourseSource.__table__.columns)).one()


def digests_of(site):
    """Return the digests of what lies in the folder of releases."""
    return {path.name for path in site.releases.iterdir()}


def test_a_good_course_becomes_the_live_release(site):
    found = site.take_in()
    assert found.problems == ()
    (row,) = releases(site)
    assert (row.digest, row.course_id, row.structure, row.live) == (found.digest, "small", found.structure, True)
    assert row.installed_at == MORNING
    assert (source(site).fingerprint, source(site).problems) == (found.fingerprint, "[]")


def test_the_release_holds_every_file_and_nothing_else_is_left(site):
    site.translate({("title", "A small course"): "Малый курс"})
    found = site.take_in()
    copied = dict(files(site.releases / found.digest, "small"))
    assert copied.keys() == {*small.FILES, "translations/ru/LC_MESSAGES/small.po"}
    assert all(path.read_bytes() == (site.folder / name).read_bytes() for name, path in copied.items())
    assert digests_of(site) == {found.digest}


def test_a_release_is_read_without_the_author_s_files(site):
    found = site.take_in()
    folder = site.releases / found.digest
    course = read_course(folder / "courses/small", folder / "media/small", folder / "courses/jurisdictions").course
    assert course == small.read(site.folder).course


def test_others_on_the_machine_may_read_a_release_as_far_as_the_umask_lets_them(site):
    before = os.umask(0o022)
    try:
        found = site.take_in()
    finally:
        os.umask(before)
    assert (site.releases / found.digest).stat().st_mode & 0o777 == 0o755


def test_what_was_not_touched_is_not_read_again(installed):
    assert installed.changed() == []


def test_what_was_never_read_is_read(site):
    assert site.changed() == ["small"]


@pytest.mark.parametrize(
    "name",
    [
        "courses/small/course.yaml",
        "courses/small/bank/pool.md",
        "courses/jurisdictions/kz.yaml",
        "media/small/cake.svg",
    ],
)
def test_touching_any_file_of_the_course_is_noticed(installed, name):
    path = installed.folder / name
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1_000_000))
    assert installed.changed() == ["small"]


def test_a_new_catalogue_is_noticed_and_a_hidden_file_is_not(installed):
    (installed.folder / "courses/small/.01-first-steps.md.swp").write_text("half")
    assert installed.changed() == []
    installed.translate({})
    assert installed.changed() == ["small"]


def test_the_same_files_again_are_the_same_release(installed):
    first = releases(installed)
    again = installed.take_in()
    (row,) = releases(installed)
    assert (row.digest, row.live) == (first[0].digest, True)
    assert digests_of(installed) == {again.digest}


def test_a_release_whose_files_are_gone_is_made_again(installed):
    (row,) = releases(installed)
    (installed.releases / row.digest).rename(installed.releases / "elsewhere")
    assert installed.changed() == ["small"]
    assert installed.take_in().digest == row.digest
    assert (installed.releases / row.digest).is_dir()


def test_other_words_are_another_release_and_another_structure(installed):
    (first,) = releases(installed)
    installed.edit("Which line is right?", "Which line is the right one?")
    found = installed.take_in()
    old, new = releases(installed)
    assert (old.digest, old.live) == (first.digest, False)
    assert (new.digest, new.live) == (found.digest, True)
    assert found.structure != first.structure


def test_other_prose_is_another_release_with_the_same_structure(installed):
    (first,) = releases(installed)
    installed.edit("Words before any heading.", "Other words before any heading.")
    found = installed.take_in()
    assert found.digest != first.digest
    assert found.structure == first.structure


def test_going_back_to_an_older_release_makes_it_live_and_newest(installed):
    first = installed.take_in().digest
    installed.edit("The last words.", "The very last words.")
    second = installed.take_in().digest
    installed.edit("The very last words.", "The last words.")
    assert installed.take_in().digest == first
    assert [(row.digest, row.live) for row in releases(installed)] == [(second, False), (first, True)]


def test_a_broken_course_leaves_the_last_good_release_and_its_problems_are_told(installed):
    (before,) = releases(installed)
    installed.edit("/// choice | first-entry", "/// chioce | first-entry")
    found = installed.take_in()
    assert (found.digest, found.structure) == (None, None)
    assert releases(installed) == [before]
    told = json.loads(source(installed).problems)
    assert len(told) == len(found.problems) > 0
    where = {(problem["path"], problem["line"]) for problem in told}
    line = 1 + (installed.folder / "courses/small/01-first-steps.md").read_text().split("/// chioce")[0].count("\n")
    assert ((installed.folder / "courses/small/01-first-steps.md").as_posix(), line) in where
    assert all(problem["sentence"].format(**problem["values"]) for problem in told)
    assert all(problem["mending"].format(**problem["values"]) for problem in told)
    assert digests_of(installed) == {before.digest}


def test_a_broken_course_is_not_read_again_until_it_is_touched(installed):
    installed.edit("/// choice | first-entry", "/// chioce | first-entry")
    installed.take_in()
    assert installed.changed() == []
    installed.edit("/// chioce | first-entry", "/// choice | first-entry")
    assert installed.changed() == ["small"]
    assert installed.take_in().digest is not None
    assert source(installed).problems == "[]"


def test_a_course_that_was_never_good_has_no_release(site):
    site.edit("title: A small course", "titel: A small course", "courses/small/course.yaml")
    site.take_in()
    assert releases(site) == []
    assert json.loads(source(site).problems)


def test_a_catalogue_that_cannot_be_read_is_a_problem_of_the_course(installed):
    path = installed.translate({("title", "A small course"): "Малый курс"})
    path.write_text('msgid "A small course\nmsgstr')
    (problem,) = installed.take_in().problems
    assert problem.path == path
    assert "small.po" in str(problem)
    assert installed.releases.as_posix() not in str(problem)
    assert len(releases(installed)) == 1


def test_a_link_out_of_the_course_is_refused_not_copied(installed, tmp_path):
    secret = tmp_path / "secret.md"
    secret.write_text("---\ntitle: Not of this course\n---\n")
    (installed.folder / "courses/small/bank/stolen.md").symlink_to(secret)
    found = installed.take_in()
    assert found.digest is None
    assert [problem.path.name for problem in found.problems] == ["stolen.md"]


@pytest.mark.parametrize(
    "name",
    [
        "courses/small/unused.md",
        "courses/small/unused.txt",
        "courses/jurisdictions/zz.txt",
        "media/small/unused.png",
        "translations/ru/LC_MESSAGES/small.po",
        "translations/ru/LC_MESSAGES/jurisdictions.po",
    ],
)
def test_a_link_to_the_key_is_refused_by_name_and_never_copied(installed, name):
    key = installed.folder / "var/secret.key"
    key.parent.mkdir()
    key.write_text("only this box knows")
    link = installed.folder / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(os.path.relpath(key, link.parent))
    before = digests_of(installed)
    found = installed.take_in()
    assert found.digest is None
    assert (link, mistakes_files.OUTSIDE) in [(problem.path, problem.mistake) for problem in found.problems]
    assert digests_of(installed) == before


def test_a_course_folder_that_is_a_link_is_refused(installed, tmp_path):
    (installed.folder / "courses/small").rename(tmp_path / "elsewhere")
    (installed.folder / "courses/small").symlink_to(tmp_path / "elsewhere")
    found = installed.take_in()
    assert found.digest is None
    assert installed.folder / "courses/small/course.yaml" in [problem.path for problem in found.problems]


def test_a_link_within_a_folder_of_the_course_becomes_a_file_of_the_release(site):
    (site.folder / "media/small/again.txt").symlink_to(site.folder / "courses/small/01-first-steps.md")
    assert site.take_in().digest is None
    (site.folder / "media/small/again.txt").unlink()
    (site.folder / "courses/small/again.txt").symlink_to(site.folder / "courses/small/01-first-steps.md")
    copy = site.releases / site.take_in().digest / "courses/small/again.txt"
    assert not copy.is_symlink()
    assert copy.read_bytes() == (site.folder / "courses/small/01-first-steps.md").read_bytes()


def test_what_changes_while_it_is_read_is_told_by_the_next_look(site):
    mark = fingerprint(site.folder, "small")
    found = take_in(site.folder, site.releases, "small")
    assert found.fingerprint == mark
    site.edit("The last words.", "Later words.")
    with site.database.writing() as session:
        installing.register(session, found, MORNING)
    assert site.changed() == ["small"]


def test_a_full_disk_is_told_and_leaves_nothing_half_done(installed):
    installed.edit("The last words.", "Later words.")
    before = digests_of(installed)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, hard))  # no file may grow beyond this: writing fails in the middle
    try:
        with pytest.raises(NoRoom, match="small could not be copied: File too large"):
            take_in(installed.folder, installed.releases, "small")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert digests_of(installed) == before
    assert installed.changed() == ["small"]


def test_a_folder_that_cannot_be_written_is_told(installed):
    with pytest.raises(NoRoom):
        take_in(installed.folder, Path("/proc/releases"), "small")


def test_what_a_power_cut_left_behind_is_swept_away_but_not_what_another_is_copying(installed):
    left, going = installed.releases / "small.abc.draft", installed.releases / "small.def.draft"
    for folder, age in ((left, timedelta(hours=2)), (going, timedelta(minutes=1))):
        (folder / "copy").mkdir(parents=True)
        at = installed.releases.stat().st_mtime - age.total_seconds()
        os.utime(folder, (at, at))
    installed.take_in()
    assert not left.exists()
    assert going.exists()


def test_problems_without_a_line_are_kept_too(site):
    (site.folder / "courses/small/02-second-steps.md").write_bytes(b"\xff\xfe")
    site.take_in()
    told = json.loads(source(site).problems)
    assert {"path", "line", "sentence", "mending", "values"} == set(told[0])


@pytest.mark.parametrize("course_id", ["nope", "../../etc", "..", "", "jurisdictions", "small/../small"])
def test_what_is_no_course_folder_of_the_site_is_not_read(site, course_id):
    with pytest.raises(NoCourse, match="There are: small"):
        take_in(site.folder, site.releases, course_id)
    assert not site.releases.exists()


def test_what_was_found_in_a_course_that_is_gone_is_forgotten_and_its_release_stays(site):
    site.take_in()
    with site.database.writing() as session:
        forget_gone(session, site.folder)
    assert source(site).course_id == "small"
    (site.folder / "courses" / "small").rename(site.folder / "small")
    with site.database.writing() as session:
        forget_gone(session, site.folder)
        assert session.scalars(select(CourseSource)).all() == []
    assert len(releases(site)) == 1
