"""`cbt check`: every problem of the courses, with file, line and mending."""

import json
from pathlib import Path

import click

from cbt.cli import site as _site
from cbt.content.check import COURSES, check_folder, course_ids
from cbt.errors import N_, CbtError, Problem
from cbt.library.installing import NoCourse


class NoCourses(CbtError):
    """The folder holds no courses."""

    sentence = N_(
        "{folder} has no folder “courses”. Name the site folder with --site, or run “cbt init {folder}” first."
    )


@click.command("check", epilog="Example: cbt check drug-identification --json")
@click.argument("courses", nargs=-1)
@_site.option
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON, for editors and scripts.")
def command(courses: tuple[str, ...], site: Path, *, as_json: bool) -> None:
    """Check COURSES (all of the site's, if none is named) and list every problem; exit 1 if there is one."""
    if not (site / COURSES).is_dir():
        raise NoCourses(folder=site)
    known = course_ids(site)
    for course in courses:
        if course not in known:
            raise NoCourse(course=course, known=", ".join(known))
    problems = check_folder(site, courses or None)
    if as_json:
        click.echo(json.dumps([as_data(problem) for problem in problems], ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(str(problem))
        click.echo("No problems." if not problems else f"{len(problems)} problem{'s' if len(problems) > 1 else ''}.")
    if problems:
        raise SystemExit(1)


def as_data(problem: Problem) -> dict[str, object]:
    """Return a problem as plain data: path, line, code, what is wrong, how to mend it."""
    return {
        "path": problem.path.as_posix(),
        "line": problem.line,
        "code": problem.mistake.code,
        "sentence": problem.mistake.sentence.format(**problem.values),
        "mending": problem.mistake.mending.format(**problem.values),
    }
