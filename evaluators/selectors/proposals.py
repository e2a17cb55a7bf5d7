"""What a forming run proposes, by names, for reading before it is adopted."""

from collections import defaultdict
from dataclasses import dataclass

from evaluators.models import Evaluator, FormingRun, GroupRole
from organization.models import Category, Unit


@dataclass(frozen=True)
class ProposedGroup:
    """One group of a proposal.

    Attributes:
        members: role, name and key of each member, and whether the seat was taken by hand, in the
            order of the roles.
    """

    name: str
    category: str
    members: list[tuple[str, str, int, bool]]
    units: list[str]


def proposed_groups(run: FormingRun) -> list[ProposedGroup]:
    """The groups of a proposal; the number of queries does not grow with it."""
    result = run.result
    names = dict(run.plan.groups.values_list("pk", "name"))
    roles = {role.code: (role.position, role.name) for role in GroupRole.objects.all()}
    keys = [evaluator for _group, _role, evaluator in result["seats"]]
    people = dict(Evaluator.objects.filter(pk__in=keys).values_list("pk", "name"))
    units = dict(Unit.objects.filter(plan_units__plan=run.plan_id).values_list("pk", "name"))
    categories = dict(Category.objects.values_list("pk", "name"))
    kept = set(result.get("kept", []))
    members: dict[int, list[tuple[int, str, str, int, bool]]] = defaultdict(list)
    for group, role, evaluator in result["seats"]:
        position, name = roles.get(role, (0, role))
        person = people.get(evaluator, "")
        members[group].append((position, name, person, evaluator, evaluator in kept))
    return [
        ProposedGroup(
            name=names.get(row["group"], ""),
            category=categories.get(row["category"], ""),
            members=[member[1:] for member in sorted(members[row["group"]])],
            units=[units.get(unit, "") for unit in row["units"]],
        )
        for row in result["groups"]
    ]
