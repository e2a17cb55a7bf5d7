"""How one assessee's grade came about: what was proposed, what limited it, who decided."""

from dataclasses import dataclass

from assessment.models import GradeDecision, Result


@dataclass(frozen=True)
class Limit:
    """A clause that was applied to the proposal, with its fact and the grades around it."""

    clause: str
    fact: str
    grade_from: str
    grade_to: str

    @property
    def lowers(self) -> bool:
        """Whether the grade fell; a clause may also find it low enough already."""
        return self.grade_from != self.grade_to


@dataclass(frozen=True)
class RecordedDecision:
    """A decision with its grade in words."""

    decision: GradeDecision
    grade_name: str


@dataclass(frozen=True)
class GradeStory:
    """All about the grade of a result.

    Attributes:
        proposed: name of the proposed grade, empty without a total.
        is_open: tied at the edge of a quota, so that people decide.
        limits: clauses of the overlay that were applied in the run.
        decisions: of the assessee, newest first; replaced ones stay in the record.
    """

    proposed: str
    is_open: bool
    limits: list[Limit]
    decisions: list[RecordedDecision]

    @property
    def in_force(self) -> RecordedDecision | None:
        """The decision that counts."""
        return next((one for one in self.decisions if not one.decision.superseded_by_id), None)


def grade_story(result: Result) -> GradeStory:
    """Read the proposal stored with a result, and every decision about its assessee."""
    names = dict(result.group.run.cycle.scheme.grades.values_list("code", "name"))
    decisions = result.assessee.decisions.select_related("decided_by", "run")
    return GradeStory(
        proposed=names.get(result.proposed_grade, ""),
        is_open=result.grade_reason.get("is_open", False),
        limits=[
            Limit(
                clause=limit["clause"],
                fact=limit["fact"],
                grade_from=names.get(limit["grade_from"], ""),
                grade_to=names.get(limit["grade_to"], ""),
            )
            for limit in result.grade_reason.get("limits", [])
        ],
        decisions=[RecordedDecision(one, names.get(one.grade, one.grade)) for one in decisions],
    )
