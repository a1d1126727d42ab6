"""A course's questions as one group answered them: how many right at the first try, and what was chosen instead."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Integer, and_, bindparam, case, cast, func, select
from sqlalchemy.orm import Session

from cbt.accounts.people import Membership
from cbt.learning.enrolment import Enrolment
from cbt.learning.projections.sittings import Answer

FEWEST = 5
"""Below this many first answers a share says nothing, and is not shown as a judgement."""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question in one revision. `facility` is the share wholly right at the first try, in whole percent.

    choices: how many first answers chose each part (option, or `row=name`), most chosen first.
    """

    question_id: str
    lesson_id: str | None
    revision: str
    answered: int
    right: int
    choices: Mapping[str, int]

    @property
    def facility(self) -> int:
        """The share wholly right at the first try, in whole percent."""
        return 100 * self.right // self.answered

    @property
    def enough(self) -> bool:
        """Whether there are enough answers to say anything."""
        return self.answered >= FEWEST


def _of_group(*columns: object) -> object:
    return (
        select(*columns)  # type: ignore[call-overload]
        .select_from(Membership)
        .join(
            Enrolment,
            and_(
                Enrolment.person_key == Membership.person_key,
                Enrolment.course_id == bindparam("course_id"),
                Enrolment.ended_at.is_(None),
            ),
        )
        .join(Answer, Answer.registration == Enrolment.id)
        .where(Membership.group_id == bindparam("group_id"))
    )


RIGHT = func.sum(cast(case((Answer.first_raw == Answer.score_max, 1), else_=0), Integer))
RESPONSES = (
    _of_group(
        Answer.question_id, Answer.lesson_id, Answer.revision, Answer.first_response, func.count(), RIGHT
    ).group_by(Answer.question_id, Answer.lesson_id, Answer.revision, Answer.first_response)  # type: ignore[attr-defined]
)


def question_report(session: Session, group_id: UUID, course_id: str) -> Sequence[QuestionRow]:
    """Return a row for each question answered by the group, hardest first; one statement."""
    found: dict[tuple[str, str | None, str], list[tuple[object, int, int]]] = {}
    for row in session.execute(RESPONSES, {"group_id": group_id, "course_id": course_id}):
        question_id, lesson_id, revision, response, count, right = row
        found.setdefault((question_id, lesson_id, revision), []).append((json.loads(response), count, right))
    rows = [_row(*key, given) for key, given in found.items()]
    return sorted(rows, key=lambda row: (row.facility, row.question_id))


def _row(
    question_id: str, lesson_id: str | None, revision: str, given: Sequence[tuple[object, int, int]]
) -> QuestionRow:
    choices: dict[str, int] = {}
    for response, count, _ in given:
        for part in _parts(response):
            choices[part] = choices.get(part, 0) + count
    ordered = dict(sorted(choices.items(), key=lambda pair: (-pair[1], pair[0])))
    answered, right = sum(count for _, count, _ in given), sum(right for _, _, right in given)
    return QuestionRow(question_id, lesson_id, revision, answered, right, ordered)


def _parts(response: object) -> list[str]:
    """Return what one response chose, as language-free parts."""
    if isinstance(response, dict):
        return [f"{row}={name}" for row, name in sorted(response.items())]
    if isinstance(response, list):
        return [str(part) for part in response]
    return [str(response)]
