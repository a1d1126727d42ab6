"""From a site's files to an installed release: read, checked, copied whole, made live; or refused with its problems."""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from cbt.content import digests, mistakes_files
from cbt.content.catalogue import Catalogue
from cbt.content.check import COURSES, JURISDICTIONS, MEDIA, course_ids
from cbt.content.reader import read_course
from cbt.errors import N_, CbtError, Mistake, Problem
from cbt.language.catalogues import BrokenCatalogue
from cbt.library.tables import CourseSource, Release

TRANSLATIONS = "translations"
DRAFT = ".draft"
LONGEST_COPY = 3600
"""Seconds, by the file system's clock."""
BROKEN_CATALOGUE = Mistake(
    "broken-catalogue",
    N_("This catalogue cannot be read: {reason}."),
    N_("Mend it, or take the file away to show the source language."),
)
NEXT_POSITION = select(func.coalesce(func.max(Release.position), 0) + 1)


class NoCourse(CbtError):
    """A course is named that the site does not have."""

    sentence = N_("There is no course “{course}”. There are: {known}.")


class NoRoom(CbtError):
    """A release could not be written."""

    sentence = N_(
        "Course {course} could not be copied: {reason}. See that the disk is not full and may be written to. "
        "The last good release stays in use."
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What reading a course's files found.

    fingerprint: of the files as they were found. digest, structure: of a good course, else None with its problems.
    """

    course_id: str
    fingerprint: str
    digest: str | None
    structure: str | None
    problems: tuple[Problem, ...]


def changed(session: Session, site: Path, releases: Path) -> list[str]:
    """Return the ids of the courses whose files were touched since they were last read, or whose release is gone."""
    known = {source.course_id: source.fingerprint for source in session.scalars(select(CourseSource))}
    live = dict(session.execute(select(Release.course_id, Release.digest).where(Release.live)).all())
    gone = {course_id for course_id, digest in live.items() if not (releases / digest).is_dir()}
    return [
        course_id
        for course_id in course_ids(site)
        if course_id in gone or known.get(course_id) != fingerprint(site, course_id)
    ]


def fingerprint(site: Path, course_id: str) -> str:
    """Return a digest of names, sizes and times of a course's files; reads none of them."""
    digest = hashlib.sha256()
    for name, path in sorted(files(site, course_id)):
        found = path.stat()
        digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def files(site: Path, course_id: str) -> Iterator[tuple[str, Path]]:
    """Yield (name below the site, path) of every file that a release of the course holds."""
    for folder in (Path(COURSES) / course_id, Path(COURSES) / JURISDICTIONS, Path(MEDIA) / course_id):
        for path in (site / folder).rglob("*"):
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(site).parts):
                yield path.relative_to(site).as_posix(), path
    for catalogue in (course_id, "jurisdictions"):
        for path in (site / TRANSLATIONS).glob(f"*/LC_MESSAGES/{catalogue}.po"):
            yield path.relative_to(site).as_posix(), path


def media_digests(folder: Path) -> Mapping[str, str]:
    """Return the SHA-256 of each file of a media folder by its name."""
    return {path.name: _sha256(path) for path in folder.iterdir() if path.is_file()} if folder.is_dir() else {}


def take_in(site: Path, releases: Path, course_id: str) -> Found:
    """Copy a course, read the copy, and keep it as `releases/<digest>` if it is good. Touches no database.

    The copy is read and renamed, not the files of the author, who may be writing: a release is there whole, as it was
    read and on disk, or not at all. A link that leads out of the course's folders is a problem, and what it names is
    not opened. Problems name the author's files. Raises NoRoom, and NoCourse for what is no course folder of the site.
    """
    known = course_ids(site)
    if course_id not in known:
        raise NoCourse(course=course_id, known=", ".join(known))
    mark = fingerprint(site, course_id)
    try:
        releases.mkdir(parents=True, exist_ok=True)
        desk = Path(mkdtemp(DRAFT, f"{course_id}.", releases))
        try:
            _sweep(desk, course_id)
            contents = dict(files(site, course_id))
            astray = sorted(name for name, path in contents.items() if not _stays(site, name, path))
            _copy({name: path.resolve() for name, path in contents.items() if name not in astray}, desk / "copy")
            return _judge(site, desk / "copy", course_id, mark, astray)
        finally:
            shutil.rmtree(desk, ignore_errors=True)
    except OSError as error:
        raise NoRoom(course=course_id, reason=error.strerror or type(error).__name__) from error


def _stays(site: Path, name: str, path: Path) -> bool:
    """Tell whether a file lies where its name says: in the same folder of the course, whatever links there are."""
    depth = 1 if name.startswith(TRANSLATIONS) else 2
    return path.resolve().is_relative_to(site.resolve().joinpath(*name.split("/")[:depth]))


def _judge(site: Path, draft: Path, course_id: str, mark: str, astray: Sequence[str]) -> Found:
    reading = read_course(draft / COURSES / course_id, draft / MEDIA / course_id, draft / COURSES / JURISDICTIONS)
    contents = dict(files(draft, course_id))
    links = [Problem(draft / name, 0, mistakes_files.OUTSIDE, {}) for name in astray]
    problems = (*links, *reading.problems, *_broken_catalogues(contents))
    if reading.course is None or problems:
        theirs = [replace(one, path=site / one.path.relative_to(draft)) for one in problems]
        return Found(course_id, mark, None, None, tuple(theirs))
    media = media_digests(draft / MEDIA / course_id)
    digest = digests.release(reading.course, {name: _sha256(path) for name, path in contents.items()}, media)
    target = draft.parent.with_name(digest)
    if not target.is_dir():
        draft.rename(target)
        _settle(target.parent)
    return Found(course_id, mark, digest, digests.structure(reading.course, media), ())


def _broken_catalogues(contents: Mapping[str, Path]) -> Iterator[Problem]:
    for name, path in sorted(contents.items()):
        if name.startswith(TRANSLATIONS):
            try:
                Catalogue.read(path)
            except BrokenCatalogue as error:
                reason = str(error.values["reason"]).replace(str(path), path.name)
                yield Problem(path, 0, BROKEN_CATALOGUE, {"reason": reason})


def _sweep(desk: Path, course_id: str) -> None:
    """Delete what was being copied when the power went; another copy that is under way is younger."""
    for old in desk.parent.glob(f"{course_id}.*{DRAFT}"):
        if desk.stat().st_mtime - old.stat().st_mtime > LONGEST_COPY:
            shutil.rmtree(old, ignore_errors=True)


def _copy(contents: Mapping[str, Path], draft: Path) -> None:
    """Copy files, none of them a link, below a folder under their names."""
    draft.mkdir()
    for name, path in contents.items():
        copy = draft / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy, follow_symlinks=False)  # what was put there meanwhile is not followed either
        if not copy.is_symlink():
            _settle(copy)
    for folder in (draft, *draft.rglob("*/")):
        _settle(folder)


def _settle(path: Path) -> None:
    """Wait until a file or folder is on disk: the register will say that it is, whatever happens to the power."""
    if path.is_dir() and sys.platform == "win32":
        return  # where folders are not opened, and renaming is journalled
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def register(session: Session, found: Found, now: datetime) -> None:
    """Write down what was found: a good course becomes the live release, a bad one leaves the live release alone."""
    source = session.get(CourseSource, found.course_id) or CourseSource(course_id=found.course_id)
    source.fingerprint, source.read_at = found.fingerprint, now
    source.problems = json.dumps([_as_data(problem) for problem in found.problems], ensure_ascii=False)
    session.add(source)
    if found.digest is None or found.structure is None:
        return
    session.execute(update(Release).where(Release.course_id == found.course_id, Release.live).values(live=False))
    position = session.execute(NEXT_POSITION).scalar_one()
    release = session.get(Release, found.digest, populate_existing=True)
    if release is None:
        release = Release(digest=found.digest, course_id=found.course_id, structure=found.structure)
        session.add(release)
    release.live, release.position, release.installed_at = True, position, now
    session.flush()


def forget_gone(session: Session, site: Path) -> None:
    """Delete what was found in courses whose folders are gone from the site. Their releases stay: facts name them."""
    session.execute(delete(CourseSource).where(CourseSource.course_id.not_in(course_ids(site))))


def _as_data(problem: Problem) -> dict[str, object]:
    return {
        "path": problem.path.as_posix(),
        "line": problem.line,
        "sentence": problem.mistake.sentence,
        "mending": problem.mistake.mending,
        "values": dict(problem.values),
    }
