"""Editing in the tree of a draft: every answer brings only what changed, and where to go on."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from indicators.forms.tree import InsertForm
from indicators.models import IndicatorSystem, SystemNode, TreeStep
from indicators.rules.figures import FigureError, read_figure
from indicators.selectors import Tree, TreeRow, system_tree
from indicators.selectors.moves import Goal, drop_goal, free_code, siblings_of, step_goal
from indicators.services.drafts import StaleNodeError
from indicators.services.nodes import add_node, delete_node, edit_node, move_node, set_weights
from indicators.services.steps import redo_step, undo_step
from indicators.views.nodes import edited_version, node_in_charge
from indicators.views.systems import last_steps, system_in_charge
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_POST
@role_required(Role.OFFICE_STAFF)
def node_weight(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    node, typed = node_in_charge(request, pk), request.POST.get("weight", "")

    def store() -> None:
        version = edited_version(request)
        versions = {} if version is None else {node.pk: version}
        try:
            weight = read_figure(typed)
        except FigureError:
            raise ValidationError(_("Not a number.")) from None
        set_weights(node.system, {node.pk: weight}, versions=versions, by=request.user)

    return _cell_answer(request, node, "weight", typed, store)


@require_POST
@role_required(Role.OFFICE_STAFF)
def node_rename(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    node, typed = node_in_charge(request, pk), request.POST.get("name", "")

    def store() -> None:
        edit_node(node, name=typed.strip(), version=edited_version(request), by=request.user)

    return _cell_answer(request, node, "name", typed, store)


def _cell_answer(
    request: AuthenticatedRequest, node: SystemNode, field: str, typed: str, store: Any
) -> HttpResponse:
    """Store what was typed into one cell; the answer holds the sums it moves, and no other row."""
    error, theirs = "", None
    try:
        store()
    except StaleNodeError as stale:
        theirs = stale.theirs
    except ValidationError as refusal:
        error = " ".join(refusal.messages)
    tree = system_tree(node.system)
    row = tree.by_key.get(node.pk)
    if row is None:
        return _tree_answer(request, node.system, problem=error)
    context = {
        "tree": tree,
        "system": node.system,
        "row": row,
        "parent": row.parent,
        "field": field,
        "typed": typed,
        "was": request.POST.get("was", ""),
        "error": error,
        "theirs": theirs,
        "who": _last_step(node) if theirs else None,
    } | last_steps(node.system)
    answer = render(request, "indicators/partials/tree_cell.html", context)
    if error or theirs:
        return answer
    stored = {"node": node.pk, "version": row.node.version, "field": field, "typed": typed}
    return trigger_client_event(answer, "tree:stored", stored)


def _last_step(node: SystemNode) -> TreeStep | None:
    """The step that changed a node last: it knows by whom and when."""
    steps = node.system.steps.select_related("made_by")
    mine = (step for step in steps if any(one["node"] == node.pk for one in step.changes))
    return next(mine, None)


@require_POST
@role_required(Role.OFFICE_STAFF)
def system_weights(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Many weights at once, as a pasted column brings them: all or none."""
    system = system_in_charge(request, pk)
    try:
        typed = _numbers(request, "weight-")
        versions = {key: int(version) for key, version in _numbers(request, "version-").items()}
        set_weights(system, typed, versions=versions, by=request.user)
    except ValidationError as error:
        problem = " ".join(error.messages)
        answer = render(request, "indicators/partials/tree_refusal.html", {"problem": problem})
        return reswap(answer, "none")
    return _done(request, system, min(typed, default=None))


def _numbers(request: AuthenticatedRequest, prefix: str) -> dict[int, Decimal]:
    """Numbers of the fields with a prefix, by the key behind it."""
    found = {}
    for name, text in request.POST.items():
        key = name.removeprefix(prefix)
        if name.startswith(prefix) and key.isdecimal():
            try:
                found[int(key)] = read_figure(str(text))
            except FigureError:
                raise ValidationError(
                    _("“%(text)s” is not a number.") % {"text": text}, code="invalid"
                ) from None
    return found


@require_POST
@role_required(Role.OFFICE_STAFF)
def node_move(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    node = node_in_charge(request, pk)
    tree = system_tree(node.system)
    try:
        parent, position = _goal(request, tree, tree.by_key[node.pk])
        move_node(
            node,
            parent=parent,
            position=position,
            version=edited_version(request),
            by=request.user,
        )
    except ValidationError as error:
        return _done(request, node.system, node.pk, problem=" ".join(error.messages))
    return _done(request, node.system, node.pk)


def _goal(request: AuthenticatedRequest, tree: Tree, row: TreeRow) -> Goal:
    """Where to: onto another node by the mouse, else one step."""
    target = request.POST.get("target", "")
    if not target:
        return step_goal(tree, row, request.POST.get("direction", ""))
    aim = tree.by_key.get(int(target)) if target.isdecimal() else None
    if aim is None:
        raise ValidationError(_("Somebody else deleted the place it was to go to."))
    return drop_goal(tree, row, aim, request.POST.get("place", ""))


@require_POST
@role_required(Role.OFFICE_STAFF)
def node_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    node = node_in_charge(request, pk)
    tree = system_tree(node.system)
    next_one = _beside(tree, tree.by_key[node.pk])
    try:
        delete_node(node, version=edited_version(request), by=request.user)
    except ValidationError as error:
        return _done(request, node.system, node.pk, problem=" ".join(error.messages))
    return _done(request, node.system, next_one)


def _beside(tree: Tree, row: TreeRow) -> int | None:
    """Who has the focus when a node is gone: its next sibling, the one before, or its parent."""
    siblings = siblings_of(tree, row)
    place = siblings.index(row)
    near = siblings[place + 1 : place + 2] or siblings[max(0, place - 1) : place]
    if near:
        return near[0].node.pk
    return row.parent.node.pk if row.parent else None


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def node_insert(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    system = system_in_charge(request, pk)
    if request.method == "GET":
        return _insert_line(request, system, InsertForm(None, system=system, user=request.user))
    form = InsertForm(request.POST, system=system, user=request.user)
    if form.is_valid():
        tree = system_tree(system)
        try:
            node = add_node(
                system,
                parent=form.parent,
                after=form.cleaned_data["after"],
                code=free_code(tree, form.parent),
                by=request.user,
                **form.content,
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return _done(request, system, node.pk)
    answer = _insert_line(request, system, form)
    return reswap(retarget(answer, "#new-node"), "outerHTML")


def _insert_line(
    request: AuthenticatedRequest, system: IndicatorSystem, form: InsertForm
) -> HttpResponse:
    """A line to type a new node into, of the kind that stands on that level already."""
    given = request.POST or request.GET
    keys = {name: given.get(name, "") for name in ("below", "after")}
    context = {
        "form": form,
        "system": system,
        "source": given.get("source", _usual_source(system_tree(system), **keys)),
        "given": given,
        **keys,
    }
    return render(request, "indicators/node_insert.html", context)


def _usual_source(tree: Tree, *, below: str, after: str) -> str:
    """What a new node most likely is: like the last one of its level."""
    beside = tree.by_key.get(int(below or after)) if (below or after).isdecimal() else None
    level = beside.level + int(bool(below)) if beside else 1
    alike = [row.node.source for row in tree.rows if row.level == level]
    return alike[-1] if alike else str(SystemNode.Source.REPORTED if level > 1 else "")


@require_POST
@role_required(Role.OFFICE_STAFF)
def system_undo(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    system = system_in_charge(request, pk)
    act = redo_step if request.POST.get("again") else undo_step
    try:
        step = act(system, by=request.user)
    except ValidationError as error:
        return _done(request, system, None, problem=" ".join(error.messages))
    return _done(request, system, step.changes[0]["node"])


def _done(
    request: AuthenticatedRequest, system: IndicatorSystem, focus: int | None, *, problem: str = ""
) -> HttpResponse:
    """The tree after a change of its shape; without scripts its page again."""
    if request.htmx:
        return _tree_answer(request, system, focus=focus, problem=problem)
    if problem:
        messages.error(request, problem)
    return redirect(f"{system.get_absolute_url()}{f'#node-{focus}' if focus else ''}")


def _tree_answer(
    request: AuthenticatedRequest,
    system: IndicatorSystem,
    *,
    focus: int | None = None,
    problem: str = "",
) -> HttpResponse:
    tree = system_tree(system)
    context = {"system": system, "tree": tree, "editing": system.is_draft, "problem": problem}
    answer = render(request, "indicators/partials/tree_shape.html", context | last_steps(system))
    answer = reswap(retarget(answer, "#tree-body"), "outerHTML")
    return trigger_client_event(answer, "tree:shaped", {"node": focus}, after="swap")
