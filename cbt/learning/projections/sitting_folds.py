"""How the log becomes attempts and answers."""

from sqlalchemy import bindparam, case, update
from sqlalchemy.orm import Session

from cbt.db.prepared import Prepared
from cbt.db.upsert import Upsert
from cbt.learning.projections.sittings import Attempt, QuestionProgress
from cbt.records.chain import ENCODE
from cbt.records.facts import Recorded, Verb

STORE_ANSWER = Upsert(
    QuestionProgress,
    key=("attempt_id", "question_id"),
    values={
        "attempt_id": bindparam("attempt_id"),
        "question_id": bindparam("question_id"),
        "registration": bindparam("registration"),
        "lesson_id": bindparam("lesson_id"),
        "revision": bindparam("revision"),
        "response": bindparam("response"),
        "first_response": bindparam("response"),
        "score_raw": bindparam("score_raw"),
        "score_max": bindparam("score_max"),
        "first_raw": bindparam("score_raw"),
        "best_raw": bindparam("score_raw"),
        "tries": 1,
        "language": bindparam("language"),
        "answered_at": bindparam("answered_at"),
    },
    change=lambda new: {
        "response": new.response,
        "score_raw": new.score_raw,
        "best_raw": case((new.score_raw > QuestionProgress.best_raw, new.score_raw), else_=QuestionProgress.best_raw),
        "tries": QuestionProgress.tries + 1,
        "language": new.language,
        "answered_at": new.answered_at,
    },
)

RETIRE = Prepared(
    update(Attempt)
    .where(Attempt.registration == bindparam("of_registration"))
    .where(Attempt.part_id == bindparam("of_part"))
    .where(Attempt.current)
    .values(current=False)
)

END = Prepared(
    update(Attempt)
    .where(Attempt.id == bindparam("of_attempt"))
    .values(
        ended_at=bindparam("at"),
        score_raw=bindparam("raw"),
        score_max=bindparam("max"),
        success=bindparam("won"),
        result=bindparam("decided"),
    )
)


class QuestionProgressFold:
    """Folds `answered` facts into the answers."""

    tables = (QuestionProgress,)

    def fold(self, session: Session, recorded: Recorded) -> None:
        """Insert the first answer to a question in an attempt, or count one more try."""
        fact = recorded.fact
        if fact.verb is not Verb.answered:
            return
        values = {
            "attempt_id": fact.attempt_id,
            "question_id": fact.question_id,
            "registration": fact.registration,
            "lesson_id": fact.lesson_id,
            "revision": fact.revision,
            "response": ENCODE(fact.response),
            "score_raw": fact.score_raw,
            "score_max": fact.score_max,
            "language": fact.language,
            "answered_at": fact.at,
        }
        STORE_ANSWER.run(session, values)


class AttemptFold:
    """Folds the beginning and the end of sittings into the attempts."""

    tables = (Attempt,)

    def fold(self, session: Session, recorded: Recorded) -> None:
        """Open an attempt at `started`; end it when its lesson is completed or its test is judged."""
        fact = recorded.fact
        if fact.verb is Verb.started:
            self._start(session, recorded)
        elif fact.verb in (Verb.passed, Verb.failed) or (fact.verb is Verb.completed and fact.attempt_id):
            values = {
                "of_attempt": fact.attempt_id,
                "at": fact.at,
                "raw": fact.score_raw,
                "max": fact.score_max,
                "won": fact.success,
                "decided": ENCODE(fact.detail) if fact.detail else None,
            }
            END.run(session, values)

    def _start(self, session: Session, recorded: Recorded) -> None:
        fact = recorded.fact
        detail = fact.detail if isinstance(fact.detail, dict) else {}
        part_id = fact.activity_id.partition("/")[2]
        RETIRE.run(session, {"of_registration": fact.registration, "of_part": part_id})
        attempt = Attempt(
            id=fact.attempt_id,
            registration=fact.registration,
            person_key=fact.actor,
            course_id=fact.course_id,
            part_id=part_id,
            is_test=fact.lesson_id is None,
            number=detail["number"],
            current=True,
            release=fact.release,
            started_at=fact.at,
            drawn=ENCODE(detail["drawn"]) if "drawn" in detail else None,
        )
        session.add(attempt)
        session.flush()
