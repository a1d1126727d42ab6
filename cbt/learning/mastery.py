"""Judging a test: points, objectives, critical questions, mastery. Pure; what is decided here goes into the fact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cbt.content.blocks.question import POINT
from cbt.content.course import Course, Test
from cbt.learning.drawing import Drawn
from cbt.records.facts import Json


@dataclass(frozen=True, slots=True)
class Share:
    """Points reached of points possible, in thousandths."""

    raw: int
    max: int

    @property
    def percent(self) -> int:
        """The share in whole percent, rounded down so that 80 never means 79.6."""
        return 100 * self.raw // self.max if self.max else 0

    @property
    def points(self) -> tuple[int, int]:
        """Whole points reached and possible, rounded down as well."""
        return self.raw // POINT, self.max // POINT


@dataclass(frozen=True, slots=True)
class Result:
    """What was decided when a test was handed in.

    mastery_score: the share needed, in thousandths. objectives: by objective id, points of its questions.
    critical_missed: ids of critical questions that were not wholly right. unanswered: how many had no answer.
    """

    total: Share
    mastery_score: int
    objectives: Mapping[str, Share]
    critical_missed: tuple[str, ...]
    unanswered: int

    @property
    def enough(self) -> bool:
        """Whether the points alone reach the mastery score."""
        return self.total.raw * 1000 >= self.mastery_score * self.total.max

    @property
    def mastered(self) -> bool:
        """Whether the points reach the mastery score and every critical question is right."""
        return self.enough and not self.critical_missed


def judge(course: Course, test: Test, drawn: Sequence[Drawn], raw: Mapping[str, int]) -> Result:
    """Judge a test by the raw points of its answered questions (thousandths, by question id)."""
    objectives: dict[str, Share] = {}
    critical_missed: list[str] = []
    for one in drawn:
        question = course.bank[one.pool_id].questions[one.question_id]
        reached = raw.get(question.id, 0)
        before = objectives.get(question.about.objective, Share(0, 0))
        objectives[question.about.objective] = Share(before.raw + reached, before.max + question.points)
        if question.about.critical and reached < question.points:
            critical_missed.append(question.id)
    total = Share(sum(share.raw for share in objectives.values()), sum(share.max for share in objectives.values()))
    unanswered = sum(one.question_id not in raw for one in drawn)
    return Result(total, test.mastery_score, objectives, tuple(critical_missed), unanswered)


def to_json(result: Result) -> dict[str, Json]:
    """Return what is written into the fact that ends a test."""
    return {
        "mastery_score": result.mastery_score,
        "objectives": {name: [share.raw, share.max] for name, share in result.objectives.items()},
        "critical_missed": list(result.critical_missed),
        "unanswered": result.unanswered,
    }


def from_json(total: Share, decided: Mapping[str, object]) -> Result:
    """Return the result that a fact tells of, with the total from its score columns."""
    objectives = decided["objectives"]
    critical = decided["critical_missed"]
    if not isinstance(objectives, dict) or not isinstance(critical, list):
        raise TypeError("not a decided test")
    return Result(
        total,
        int(str(decided["mastery_score"])),
        {name: Share(*pair) for name, pair in objectives.items()},
        tuple(critical),
        int(str(decided["unanswered"])),
    )
