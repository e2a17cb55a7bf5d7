"""Grades on their way to a decision: what one came from, and which proposals can be accepted."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from assessment.models import GradeDecision, Result, RunGroup, SchemeQuota
from assessment.selectors.quotas import PATHS, quota_lines


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
        left: why each of the others is left, by its key: `tied` at the edge of a quota, `no_grade`
            is proposed, decided on `another` run, or the `quota` is full.
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
    """Sort the undecided results of a group; a few queries a quota, however many there are.

    Who stands at a tie, without a grade, or under a decision on another run that says something
    else or is on a later one, needs a word of their own. A quota that decisions beyond the
    proposals have used up is not filled further: who still gets the grade is for people to say.
    """
    grades: dict[int, str] = {}
    left: dict[int, str] = {}
    for key, proposed, is_open, standing, run in _undecided_rows(group):
        why = _own_word(proposed, is_open)
        # The same grade by an earlier run may pass; nobody goes back to an old run unseen.
        if not why and run is not None and (standing != proposed or run > group.run_id):
            why = "another"
        if why:
            left[key] = why
        else:
            grades[key] = proposed
    left |= dict.fromkeys(_beyond_quotas(group, grades), "quota")
    acceptable = {key: grade for key, grade in grades.items() if key not in left}
    return OpenProposals(acceptable.keys(), left, Counter(acceptable.values()))


def _undecided_rows(
    group: RunGroup,
) -> Iterable[tuple[int, str, bool | None, str | None, int | None]]:
    """Result, proposed grade, whether tied, and grade and run of the decision that stands."""
    standing = GradeDecision.objects.in_force().filter(assessee=OuterRef("assessee"))
    return (
        group.results.undecided()
        .annotate(
            standing=Subquery(standing.values("grade")[:1]),
            standing_run=Subquery(standing.values("run")[:1]),
        )
        .values_list("pk", "proposed_grade", "grade_reason__is_open", "standing", "standing_run")
    )


def _own_word(proposed: str, is_open: bool | None) -> str:
    """What in the proposal itself keeps it from being accepted with all others."""
    if not proposed:
        return "no_grade"
    return "tied" if is_open else ""


def _beyond_quotas(group: RunGroup, grades: Mapping[int, str]) -> set[int]:
    """Results that would get a grade of which more would be given than a quota leaves.

    Within a group the proposals alone keep every quota: only decisions beyond them can fill one.
    """
    beyond: set[int] = set()
    lines = quota_lines(group)
    levels = {line.quota.level for line in lines if line.members}
    values = {level: _level_values(group, level) for level in levels}
    for line in lines:
        wanting = {key for key, grade in grades.items() if grade == line.grade.code}
        if line.members:
            inside = values[line.quota.level]
            wanting = {key for key in wanting if inside[key] in line.members}
        if line.decided + len(wanting) > line.most:
            beyond.update(wanting)
    return beyond


def _level_values(group: RunGroup, level: str) -> Mapping[int, str]:
    path = PATHS[SchemeQuota.Level(level)]
    return dict(group.results.undecided().values_list("pk", path))
