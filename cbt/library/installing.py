"""From a site's files to an installed release: read, checked, copied whole, made live; or refused with its problems."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cbt.content import digests
from cbt.content.check import COURSES, JURISDICTIONS, MEDIA, course_ids
from cbt.content.reader import read_course
from cbt.errors import Problem
from cbt.library.tables import CourseSource, Release

TRANSLATIONS = "translations"
DRAFT = ".draft"


@dataclass(frozen=True, slots=True)
class Found:
    """What reading a course's files found: the digests of a good course, or its problems."""

    course_id: str
    fingerprint: str
    digest: str | None
    structure: str | None
    problems: tuple[Problem, ...]


def changed(session: Session, site: Path) -> list[str]:
    """Return the ids of the courses whose files were touched since they were last read."""
    known = {source.course_id: source.fingerprint for source in session.scalars(select(CourseSource))}
    return [course_id for course_id in course_ids(site) if known.get(course_id) != fingerprint(site, course_id)]


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
    """Read a course and, if it is good, copy all of it to `releases/<digest>`. Touches no database.

    The copy is made beside its place and renamed, so that a release is there whole or not at all.
    """
    mark = fingerprint(site, course_id)
    reading = read_course(site / COURSES / course_id, site / MEDIA / course_id, site / COURSES / JURISDICTIONS)
    if reading.course is None:
        return Found(course_id, mark, None, None, reading.problems)
    media = media_digests(site / MEDIA / course_id)
    contents = dict(files(site, course_id))
    digest = digests.release(reading.course, {name: _sha256(path) for name, path in contents.items()}, media)
    if not (releases / digest).is_dir():
        _copy(contents, releases / digest)
    return Found(course_id, mark, digest, digests.structure(reading.course, media), ())


def _copy(contents: Mapping[str, Path], target: Path) -> None:
    draft = target.with_suffix(DRAFT)
    shutil.rmtree(draft, ignore_errors=True)
    for name, path in contents.items():
        (draft / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, draft / name)
    draft.rename(target)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def register(session: Session, found: Found, now: datetime) -> None:
    """Write down what was found: a good course becomes the live release, a bad one leaves the live release alone."""
    source = session.get(CourseSource, found.course_id) or CourseSource(course_id=found.course_id)
    source.fingerprint, source.read_at = found.fingerprint, now
    source.problems = json.dumps([_as_data(problem) for problem in found.problems], ensure_ascii=False)
    session.add(source)
    if found.digest is None or found.structure is None:
        return
    session.execute(update(Release).where(Release.course_id == found.course_id, Release.live).values(live=False))
    release = session.get(Release, found.digest, populate_existing=True)
    if release is None:
        release = Release(digest=found.digest, course_id=found.course_id, structure=found.structure, installed_at=now)
        session.add(release)
    release.live, release.installed_at = True, now
    session.flush()


def _as_data(problem: Problem) -> dict[str, object]:
    return {
        "path": problem.path.as_posix(),
        "line": problem.line,
        "sentence": problem.mistake.sentence,
        "mending": problem.mistake.mending,
        "values": dict(problem.values),
    }
