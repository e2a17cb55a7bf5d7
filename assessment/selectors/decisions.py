"""Grades on their way to a decision: what one came from, and which proposals can be accepted."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from assessment.models import GradeDecision, Result, RunGroup


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


@dataclass(frozen=True)
class OpenProposals:
    """The undecided results of a comparison group, by what may become of them.

    Attributes:
        acceptable: keys of the results whose proposal can be accepted with all others.
        left: why each of the others is left, by its key: `tied` at the edge of a quota,
            `no_grade` is proposed, decided `otherwise` on an earlier run, or the `quota` is full.
        grades: how many of the acceptable get which grade, by its code.
    """

    acceptable: Collection[int]
    left: Mapping[int, str]
    grades: Mapping[str, int]

    @property
    def reasons(self) -> Mapping[str, int]:
        """How many are left for which reason."""
        return Counter(self.left.values())


def open_proposals(group: RunGroup) -> OpenProposals:
    """Sort the undecided results of a group; three queries, however many there are.

    Who stands at a tie, without a grade, or under an earlier decision that says something else
    needs a word of their own. A quota that decisions beyond the proposals have used up is not
    filled further: which of its candidates still gets the grade is for people to say.
    """
    rows = list(_undecided_rows(group))
    left = {key: why for key, *row in rows if (why := _own_word(*row))}
    grades = {key: grade for key, grade, *_rest in rows if key not in left}
    full = _full_quotas(group, Counter(grades.values()))
    left |= {key: "quota" for key, grade in grades.items() if grade in full}
    acceptable = {key: grade for key, grade in grades.items() if key not in left}
    return OpenProposals(acceptable.keys(), left, Counter(acceptable.values()))


def _undecided_rows(group: RunGroup) -> Iterable[tuple[int, str, bool | None, str | None]]:
    earlier = GradeDecision.objects.in_force().filter(assessee=OuterRef("assessee"))
    return (
        group.results.undecided()
        .annotate(earlier=Subquery(earlier.values("grade")[:1]))
        .values_list("pk", "proposed_grade", "grade_reason__is_open", "earlier")
    )


def _own_word(proposed: str, is_open: bool | None, earlier: str | None) -> str:
    """Why a proposal cannot be accepted with all others; empty when it can."""
    if not proposed:
        return "no_grade"
    if is_open:
        return "tied"
    return "otherwise" if earlier not in (None, proposed) else ""


def _full_quotas(group: RunGroup, wanted: Mapping[str, int]) -> set[str]:
    """Grades that more would have than their quota allows, with what is decided already."""
    in_force = GradeDecision.objects.in_force().filter(
        run=group.run_id, assessee__results__group=group
    )
    decided = Counter(in_force.values_list("grade", flat=True))
    allowed = {line["grade"]: line["allowed"] for line in group.proposal.get("quotas", [])}
    # The proposals alone keep every quota: only decisions beyond them can fill one.
    return {
        grade
        for grade, most in allowed.items()
        if decided[grade] and decided[grade] + wanted.get(grade, 0) > most
    }
