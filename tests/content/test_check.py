"""A whole site folder, checked."""

from pathlib import Path

from cbt.content import check
from tests.content import small


def test_a_good_site_has_no_problems(tmp_path: Path) -> None:
    assert check.check_folder(small.write(tmp_path)) == []


def test_a_country_and_a_course_are_reported_together_and_once(tmp_path: Path) -> None:
    site = small.write(tmp_path)
    for name, old in (("courses/jurisdictions/kz.yaml", "name:"), ("courses/small/course.yaml", "language:")):
        path = site / name
        path.write_text(path.read_text().replace(old, f"{old[:-1]}d:"))

    assert [problem.path.relative_to(site).as_posix() for problem in check.check_folder(site)] == [
        *["courses/jurisdictions/kz.yaml"] * 2,
        *["courses/small/course.yaml"] * 2,
    ]


def test_only_the_named_courses_are_checked(tmp_path: Path) -> None:
    site = small.write(tmp_path)
    (site / "courses/other").mkdir()

    assert [problem.mistake.code for problem in check.check_folder(site)] == ["no-course-file"]
    assert check.check_folder(site, ["small"]) == []
    assert [problem.path.parent.name for problem in check.check_folder(site, ["gone"])] == ["gone"]


def test_courses_are_folders_that_are_not_hidden(tmp_path: Path) -> None:
    site = small.write(tmp_path)
    (site / "courses/.git").mkdir()
    (site / "courses/readme.txt").write_text("")

    assert check.course_ids(site) == ("small",)


def test_a_folder_without_courses_has_none(tmp_path: Path) -> None:
    assert check.course_ids(tmp_path) == ()
    assert check.check_folder(tmp_path) == []
