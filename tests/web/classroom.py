"""A classroom for tests of pages: a small course installed, the fixed cast, and seats to sit at."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cbt.accounts import changes, roles
from cbt.accounts.changes import NewPerson
from cbt.accounts.passwords import hash_password
from cbt.accounts.rights import THE_BOX, Held, RoleName, ScopeKind
from cbt.db import Database
from cbt.language.catalogues import Catalogues
from cbt.learning import enrolment
from cbt.learning.enrolment import Plan
from cbt.learning.recording import Act
from cbt.library import installing
from cbt.library.shelf import Shelf
from cbt.records.identity import uuid7
from cbt.records.log import open_log
from cbt.settings import Settings, read_settings
from cbt.web import create_app
from cbt.web.box import Box, Clock

ROOT = Path(__file__).parent.parent.parent
PASSWORD = "a good sentence"
NOW = datetime(2026, 3, 3, 4, 30, tzinfo=UTC)
COURSE = "finds"

SHEET = """\
title: Finds
summary: What to do with a find.
language: en
code: F
tests:
  final:
    title: The last test
    mastery_score: 0.75
    attempts: 2
    draw:
      pool: 4
"""
FIRST = """\
---
title: See a find
minutes: 20
objectives:
  see-it: Describe a find
---

Write what you see.

## What a find is

A find is what you did not expect.[^K00]

/// law | witnesses
Witnesses: {{ witness_rule }}
///

/// choice | entry
    objective: see-it
    title: The entry

Which line belongs in the record?

- [ ] Opium
    > REASON-A names a drug.
- [x] A brown mass
    > REASON-B says what was seen.
- [ ] Nothing

> GENERAL-REASON describe, do not conclude.
///

/// match | names
    objective: see-it
    title: Names

Say which is which.

- Green leaf => Herb
- White powder => Salt
- => Glass
///

/// order | steps
    objective: see-it
    title: Steps

Put in order.

1. Stop
2. Look
3. Write
///

/// number | weight
    objective: see-it
    title: Weight
    answer: 412
    unit: g

What does the scale say?
///

[^K00]: General knowledge.
"""
SECOND = """\
---
title: Hand it over
minutes: 10
objectives:
  hand-over: Hand a find over
---

Hand it over with a receipt.

/// choice | receipt
    objective: hand-over
    tries: 1
    title: The receipt

Who signs?

- [x] Both
- [x] A witness
- [ ] Nobody
///
"""
QUESTION = """\
/// choice | q{n}
    objective: {objective}{critical}

Test question {n}?

- [x] Right answer {n}
- [ ] Wrong answer {n}
    > TEST-REASON-{n}
///

"""
COUNTRY = """\
name: {name}
facts:
  witness_rule:
    text: Two adult witnesses.
    source: S87
    checked: 2026-11-23
    review_by: 2027-11-23
    confidence: verified
"""
RUSSIAN = """\
msgid ""
msgstr ""
"Language: ru\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Review: draft\\n"

msgctxt "first:title"
msgid "See a find"
msgstr "Увидеть находку"

msgctxt "first#entry/prompt-1"
msgid "Which line belongs in the record?"
msgstr "Какая строка нужна в протоколе?"
"""


def write_course(site: Path) -> None:
    """Write the small course, without a mistake, into a site folder."""
    course = site / "courses" / COURSE
    (course / "bank").mkdir(parents=True)
    (course / "course.yaml").write_text(SHEET, encoding="utf-8")
    (course / "01-first.md").write_text(FIRST, encoding="utf-8")
    (course / "02-second.md").write_text(SECOND, encoding="utf-8")
    questions = "".join(
        QUESTION.format(
            n=n, objective="see-it" if n % 2 else "hand-over", critical="\n    critical: yes" if n == 1 else ""
        )
        for n in range(1, 9)
    )
    (course / "bank" / "pool.md").write_text(f"---\ntitle: A pool\n---\n\n{questions}", encoding="utf-8")
    countries = site / "courses" / "jurisdictions"
    countries.mkdir()
    for code, name in (("kz", "Kazakhstan"), ("kg", "Kyrgyzstan")):
        (countries / f"{code}.yaml").write_text(COUNTRY.format(name=name), encoding="utf-8")
    (site / "media" / COURSE).mkdir(parents=True)
    messages = site / "translations" / "ru" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    (messages / f"{COURSE}.po").write_text(RUSSIAN, encoding="utf-8")
    own = ROOT / "translations" / "ru" / "LC_MESSAGES" / "cbt.po"
    (messages / "cbt.po").write_bytes(own.read_bytes() if own.exists() else RUSSIAN.encode())


@dataclass(slots=True)
class Time:
    """The clocks of the classroom, moved by hand."""

    now: datetime = NOW
    seconds: float = 0.0

    def clock(self) -> Clock:
        """Return them as the application wants them."""
        return Clock(lambda: self.now, lambda: self.seconds)

    def pass_by(self, seconds: float) -> None:
        """Let time go on."""
        self.now += timedelta(seconds=seconds)
        self.seconds += seconds


@dataclass(slots=True)
class Seat:
    """A browser at one seat."""

    client: FlaskClient
    last: TestResponse | None = None
    language: str = field(default="")

    def get(self, path: str) -> TestResponse:
        """Open a page, following redirects."""
        self.last = self.client.get(path, follow_redirects=True)
        return self.last

    @property
    def text(self) -> str:
        """The page that is open, as HTML."""
        assert self.last is not None
        return self.last.get_data(as_text=True)

    def hidden(self, marker: str = "") -> dict[str, str]:
        """Return the hidden fields of the form whose HTML holds a marker, in the page's main part."""
        main = self.text[self.text.index("<main") :]
        forms = re.findall(r"<form.*?</form>", main, re.DOTALL)
        form = next(form for form in forms if marker in form)
        found = re.findall(r'<input[^>]*type="hidden"[^>]*>', form)
        return {_attribute(tag, "name"): _attribute(tag, "value") for tag in found}

    def token(self) -> str:
        """Return the guard of the page that is open."""
        match = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', self.text)
        assert match is not None
        return unescape(match[1])

    def post(self, path: str, fields: Mapping[str, object], *, follow: bool = True) -> TestResponse:
        """Send a form as it is given."""
        self.last = self.client.post(path, data=dict(fields), follow_redirects=follow)
        return self.last

    def answer(self, lesson: str, question: str, fields: Mapping[str, object]) -> TestResponse:
        """Open a lesson and answer one of its questions."""
        self.get(f"/learn/{COURSE}/{lesson}")
        hidden = self.hidden(f'name="question" value="{question}"')
        return self.post(f"/learn/{COURSE}/{lesson}/answers", {**hidden, **fields})


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(match[1]) if match else ""


RIGHT: dict[str, dict[str, object]] = {
    "entry": {"response": "b"},
    "weight": {"response": "412"},
    "receipt": {"response": ["a", "b"]},
}


@dataclass(slots=True)
class Classroom:
    """The running application and what tests need to know of it."""

    app: Flask
    parts: Box
    time: Time
    people: dict[str, UUID]
    groups: dict[str, UUID]

    def seat(self, name: str = "") -> Seat:
        """Return a seat; somebody signs in there if a name is given."""
        seat = Seat(self.app.test_client())
        if name:
            self.sign_in(seat, name)
        return seat

    def sign_in(self, seat: Seat, name: str, password: str = PASSWORD) -> TestResponse:
        """Sign somebody in at a seat, through the page."""
        seat.get("/sign-in")
        fields = {**seat.hidden(), "name": name, "password": password}
        return seat.post("/sign-in", fields)

    def right(self, question: str) -> dict[str, object]:
        """Return the fields of the right answer to a question of the course."""
        if question in ("names", "steps"):
            key = self.parts.shelf.live(COURSE).course.lessons["first"].questions[question].key
            return {f"response-{part}": value for part, value in key.right.items()}
        return RIGHT[question]


def make_settings(site: Path, url: str) -> Settings:
    """Return the settings of the classroom."""
    return read_settings(site, {}, database_url=url, post_name="Stone Gate", time_zone="UTC")


def open_classroom(site: Path, database: Database) -> Classroom:
    """Fill a database with the cast and the course, and open the classroom on it."""
    settings = make_settings(site, str(database.engine.url))
    time, shelf = Time(), Shelf(settings.var / "releases", "test")
    found = installing.take_in(site, settings.var / "releases", COURSE)
    assert found.digest is not None, [str(problem) for problem in found.problems]
    with database.writing() as session:
        open_log(session, new_id())
        installing.register(session, found, NOW)
    with database.reading() as session:
        shelf.refresh(session)
    with database.writing() as session:
        people, groups = _cast(session, shelf)
    parts = Box(settings, database, shelf, Catalogues(settings.translations), time.clock())
    return Classroom(create_app(parts, b"a key of tests", testing=True), parts, time, people, groups)


def new_id() -> UUID:
    """Return a fresh UUIDv7."""
    return uuid7(NOW, secrets.token_bytes(10))


def act() -> Act:
    """Return the circumstances of an act now."""
    return Act(NOW, new_id)


_HASH: list[str] = []


def _password_hash() -> str:
    if not _HASH:
        _HASH.append(hash_password(PASSWORD))  # once a run: it takes its time by design
    return _HASH[0]


def _cast(session: Session, shelf: Shelf) -> tuple[dict[str, UUID], dict[str, UUID]]:
    region = changes.add_region(session, new_id(), "Central Asia")
    stone = changes.add_post(session, new_id(), "Stone Gate", "kz", region.id)
    river = changes.add_post(session, new_id(), "River Bridge", "kg", region.id)
    service = changes.add_organisation(session, new_id(), "Border Service", "kz")
    away = changes.add_organisation(session, new_id(), "Customs", "kg")
    groups = {
        "spring": changes.add_group(session, new_id(), "Spring course", stone.id, NOW).id,
        "river": changes.add_group(session, new_id(), "River course", river.id, NOW).id,
    }
    people: dict[str, UUID] = {}
    for name, own, latin, post, organisation in (
        ("lena", "Лена Маркова", "Lena Markova", stone.id, service.id),
        ("bek", "Нұрлан Бек", "Nurlan Bek", stone.id, service.id),
        ("ivo", "Иво Стоянов", "Ivo Stoyanov", stone.id, service.id),
        ("omar", "Омар Рашид", "Omar Rashid", stone.id, service.id),
        ("zoe", "Зоя Орлова", "Zoe Orlova", river.id, away.id),
        ("yan", "Ян Ким", "Yan Kim", river.id, away.id),
    ):
        new = NewPerson(name, own, latin, "en", _password_hash(), organisation, post)
        people[name] = changes.add_person(session, UUID(bytes=secrets.token_bytes(16), version=4), new, NOW).key
    for name in ("lena", "bek"):
        changes.join(session, groups["spring"], people[name])
    changes.join(session, groups["river"], people["zoe"])
    roles.grant(session, people["ivo"], Held(RoleName.INSTRUCTOR, ScopeKind.POST, str(stone.id)))
    roles.grant(session, people["yan"], Held(RoleName.INSTRUCTOR, ScopeKind.POST, str(river.id)))
    roles.grant(session, people["omar"], Held(RoleName.ADMIN, *THE_BOX))
    plan = Plan(COURSE, shelf.live(COURSE).structure, None, NOW + timedelta(days=9))
    enrolment.assign(session, groups["spring"], plan, people["ivo"], act())
    return people, groups
