"""All courses and countries of a site folder, checked: every problem of every file."""

from collections.abc import Collection
from pathlib import Path

from cbt.content import jurisdiction, reader
from cbt.errors import Problem

COURSES = "courses"
JURISDICTIONS = "jurisdictions"
MEDIA = "media"


def check_folder(folder: Path, courses: Collection[str] | None = None) -> list[Problem]:
    """Return the problems of a site folder's courses (of all, or of the named ones) and of its countries' files.

    A named course that is not there is reported as one without a course.yaml. Sorted by course, file and line.
    """
    countries, found = jurisdiction.read(folder / COURSES / JURISDICTIONS)
    problems, unread = list(found), reader.unread(found)
    for name in course_ids(folder) if courses is None else sorted(set(courses)):
        problems.extend(reader.read(folder / COURSES / name, folder / MEDIA / name, countries, unread).problems)
    return problems


def course_ids(folder: Path) -> tuple[str, ...]:
    """Return the ids of a site folder's courses: the names of its folders, in order."""
    found = (path.name for path in (folder / COURSES).glob("*") if path.is_dir() and path.name != JURISDICTIONS)
    return tuple(sorted(name for name in found if not name.startswith((".", "_"))))
