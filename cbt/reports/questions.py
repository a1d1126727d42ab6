"""A course's questions as one group answered them: how many right at the first try, and what was chosen instead."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from cbt.accounts.people import Membership
from cbt.content.blocks.question import Response
from cbt.learning.enrolment import Enrolment
from cbt.learning.projections.sittings import Attempt, QuestionProgress
from cbt.reports.responses import Piece, pieces

FEWEST = 5
"""Below this many first answers a share says nothing, and is not shown as a judgement."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A piece that was chosen: how often, and in which response it stood first (any will do to judge it)."""

    piece: Piece
    count: int
    response: Response


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question in one revision, as each learner answered it first.

    lesson_id: None for a question of a test. release: one of the releases it was answered on. answered: how many
    learners gave an answer. right: how many of them wholly right. choices: most chosen first.
    """

    question_id: str
    lesson_id: str | None
    revision: str
    release: str
    answered: int
    right: int
    choices: Sequence[Choice]

    @property
    def facility(self) -> int:
        """The share wholly right at the first try, in whole percent rounded down.

        Facility index of classical test theory: the mean score of an item, as a share of its greatest score, here
        with whole points only (Crocker & Algina, Introduction to Classical and Modern Test Theory, chapter 14).
        """
        return 100 * self.right // self.answered

    @property
    def enough(self) -> bool:
        """Whether there are enough answers to say anything."""
        return self.answered >= FEWEST


GIVEN = case((Attempt.is_test, QuestionProgress.response), else_=QuestionProgress.first_response)
RAW = case((Attempt.is_test, QuestionProgress.score_raw), else_=QuestionProgress.first_raw)
FIRST = (
    select(
        QuestionProgress.question_id,
        QuestionProgress.lesson_id,
        QuestionProgress.revision,
        Attempt.release,
        QuestionProgress.score_max,
        GIVEN.label("response"),
        RAW.label("raw"),
        func.row_number()
        .over(
            partition_by=(QuestionProgress.registration, QuestionProgress.question_id, QuestionProgress.revision),
            order_by=(Attempt.number, Attempt.part_id),  # a clock may have been set back
        )
        .label("place"),
    )
    .select_from(Membership)
    .join(
        Enrolment,
        and_(
            Enrolment.person_key == Membership.person_key,
            Enrolment.course_id == bindparam("course_id"),
            Enrolment.ended_at.is_(None),
        ),
    )
    .join(Attempt, Attempt.registration == Enrolment.id)
    .join(QuestionProgress, QuestionProgress.attempt_id == Attempt.id)
    .where(Membership.group_id == bindparam("group_id"))
    .where(or_(~Attempt.is_test, Attempt.ended_at.is_not(None)))
    .subquery("first")
)
RESPONSES = (
    select(
        FIRST.c.question_id,
        FIRST.c.lesson_id,
        FIRST.c.revision,
        FIRST.c.response,
        func.max(FIRST.c.release),
        func.count(),
        func.sum(case((FIRST.c.raw == FIRST.c.score_max, 1), else_=0)),
    )
    .where(FIRST.c.place == 1)
    .group_by(FIRST.c.question_id, FIRST.c.lesson_id, FIRST.c.revision, FIRST.c.response)
)


def question_report(session: Session, group_id: UUID, course_id: str) -> Sequence[QuestionRow]:
    """Return a row for each question and revision that the group answered; one statement.

    Hardest first, those with too few answers to say last. Each learner counts once a revision: with the first try of
    the first attempt in a lesson, with what was handed in first in a test. Tests that are still open do not count.
    """
    found: dict[tuple[str, str | None, str], list[_Same]] = {}
    for row in session.execute(RESPONSES, {"group_id": group_id, "course_id": course_id}):
        question_id, lesson_id, revision, response, release, count, right = row
        same = _Same(json.loads(response), release, count, right)
        found.setdefault((question_id, lesson_id, revision), []).append(same)
    rows = [_row(*key, given) for key, given in found.items()]
    return sorted(rows, key=lambda row: (not row.enough, row.facility, row.question_id, row.revision))


@dataclass(frozen=True, slots=True)
class _Same:
    """Equal responses to one question."""

    response: Response
    release: str
    count: int
    right: int


def _row(question_id: str, lesson_id: str | None, revision: str, given: Sequence[_Same]) -> QuestionRow:
    answered, right = sum(same.count for same in given), sum(same.right for same in given)
    release = max(same.release for same in given)
    return QuestionRow(question_id, lesson_id, revision, release, answered, right, _choices(given))


def _choices(given: Sequence[_Same]) -> Sequence[Choice]:
    counts: dict[Piece, int] = {}
    within: dict[Piece, Response] = {}
    for same in sorted(given, key=lambda same: json.dumps(same.response, sort_keys=True)):
        for piece in pieces(same.response):
            counts[piece] = counts.get(piece, 0) + same.count
            within.setdefault(piece, same.response)
    ordered = sorted(counts, key=lambda piece: (piece.part or "", -counts[piece], piece.value))
    return [Choice(piece, counts[piece], within[piece]) for piece in ordered]


def share(count: int, answered: int) -> int:
    """Return how many of those who answered chose something, in whole percent rounded down."""
    return 100 * count // answered
