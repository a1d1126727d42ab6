"""Courses whose files have mistakes."""

import json

from cbt.library.tables import CourseSource
from cbt.reports.sources import Mistaken, mistaken_sources
from tests.accounts.cast import MORNING


def test_only_courses_with_mistakes_are_told_with_all_of_them(database, queries):
    mistake = {"path": "a.md", "line": 3, "sentence": "{x} is wrong.", "mending": "Mend it.", "values": {"x": "It"}}
    with database.writing() as session:
        for course_id, problems in (("bad", [mistake, mistake]), ("good", [])):
            session.add(
                CourseSource(course_id=course_id, fingerprint="f", problems=json.dumps(problems), read_at=MORNING)
            )
    queries.clear()
    with database.reading() as session:
        (found,) = mistaken_sources(session)
    assert (found.course_id, found.read_at) == ("bad", MORNING)
    assert found.mistakes == [Mistaken("a.md", 3, "{x} is wrong.", "Mend it.", {"x": "It"})] * 2
    assert len(queries) == 1
