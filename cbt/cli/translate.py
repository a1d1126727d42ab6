"""`cbt translate`: course catalogues brought up to date with the courses."""

from collections.abc import Iterable
from pathlib import Path

import click
import polib

from cbt.cli import site as _site
from cbt.content import catalogue, jurisdiction
from cbt.content.check import COURSES, JURISDICTIONS, MEDIA, course_ids
from cbt.content.reader import read_course
from cbt.content.segments import Segment
from cbt.language import locales
from cbt.library.installing import TRANSLATIONS


@click.group("translate")
def group() -> None:
    """Look after the translations of courses."""


@group.command("update", epilog="Example: cbt translate update ru")
@click.argument("language")
@_site.option
def update(language: str, site: Path) -> None:
    """Bring the catalogues of LANGUAGE to what the courses say now; no translation is lost."""
    tag = locales.find(language).tag
    folder = site / TRANSLATIONS / tag / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    countries, _ = jurisdiction.read(site / COURSES / JURISDICTIONS)
    _write(folder / "jurisdictions.po", tag, catalogue.jurisdiction_segments(countries))
    for course_id in course_ids(site):
        course = read_course(
            site / COURSES / course_id, site / MEDIA / course_id, site / COURSES / JURISDICTIONS
        ).course
        if course is None:
            click.echo(f"{course_id} has problems: run “cbt check {course_id}” first.", err=True)
            raise SystemExit(1)
        _write(folder / f"{course_id}.po", tag, course.segments())


def _write(path: Path, tag: str, segments: Iterable[Segment]) -> None:
    old = polib.pofile(str(path), wrapwidth=catalogue.WIDTH) if path.exists() else polib.POFile()
    new = catalogue.update(old, segments) if path.exists() else catalogue.extract(segments, tag)
    new.save(str(path))
    missing = sum(not entry.msgstr for entry in new if not entry.obsolete)
    stale = sum(entry.fuzzy for entry in new if not entry.obsolete)
    click.echo(f"{path.name}: {len(new)} texts, {missing} missing, {stale} to look at again.")
