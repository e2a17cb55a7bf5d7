"""The small world that the permission matrix asks about: two units, each with one of everything.

Add an object: create it in the function of your app and return it under the name that
permissions.yaml uses. Put `side.canary` into every text that belongs to the unit: the matrix fails
when a page shows the canary of one unit to people of the other.

Add a payload: what a POST to a URL needs to succeed, in `payloads`.
"""

from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model
from django.forms import model_to_dict
from django.utils import timezone

from assessment.services.cycles import open_cycle
from assessment.services.decisions import accept_proposals, publish_group
from assessment.services.runs import start_run
from evaluators.models import LetterVersion
from evaluators.services.letters import sign_letters
from organization.models import ADMINISTRATOR_ROLES, Category, Domain, Role, Unit, User
from tests.assessment.factories import (
    OPENED_ON,
    CycleFactory,
    MethodDocumentFactory,
    OverlayFactFactory,
    RaterClassFactory,
    SchemeFactory,
)
from tests.assessment.fieldwork import fieldwork_objects, fieldwork_payloads
from tests.assessment.imports.world import workbook_objects
from tests.assessment.marking import (
    flat_objects,
    flat_payloads,
    hand_in,
    marking_of,
    running_plan,
)
from tests.assessment.worlds import check_now, mark_everybody, report, run_to_end
from tests.collection.checklist_world import checklist_objects, checklist_payloads
from tests.collection.event_world import event_objects, event_payloads
from tests.collection.opinion_world import opinion_objects, opinion_payloads
from tests.collection.round_world import round_objects, round_payloads
from tests.collection.survey_world import survey_objects, survey_payloads
from tests.collection.task_world import task_objects, task_payloads
from tests.dailyreview.world import daily_objects, daily_payloads
from tests.evaluators.factories import (
    AssessmentGroupFactory,
    LetterVersionFactory,
    SeatFactory,
)
from tests.evaluators.plan_world import shared_objects
from tests.evaluators.world import evaluator_objects, evaluator_payloads
from tests.feedback.asks_world import asks_objects, asks_payloads
from tests.feedback.factories import ReportBatchFactory
from tests.feedback.files.world import file_objects, file_payloads
from tests.feedback.uses_world import use_objects, use_payloads
from tests.indicators.factories import TreeFactory
from tests.indicators.world import indicator_objects, indicator_payloads
from tests.organization.factories import (
    PASSWORD,
    AppointmentFactory,
    AuditEventFactory,
    CategoryFactory,
    CategoryMembershipFactory,
    DomainFactory,
    LeadershipTeamFactory,
    UnitFactory,
    UserFactory,
    id_number,
)

FORMSET_COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS")
ROWS_OF_SCHEME = ("grades", "quotas", "raters")


@dataclass
class Side:
    """One unit with what belongs to it."""

    name: str
    canary: str
    domain: Domain
    category: Category
    unit: Unit
    objects: dict[str, Model] = field(default_factory=dict)


@dataclass
class World:
    own: Side
    other: Side
    users: dict[str, User]


def build_world() -> World:
    own, other = _side("own", "canary-own-4d1f"), _side("other", "canary-other-9c2e")
    users = {role.value: _account(role, own) for role in Role}
    for side in (own, other):
        for objects_of in (
            organization_objects,
            assessment_objects,
            workbook_objects,
            indicator_objects,
            event_objects,
            checklist_objects,
            feedback_objects,
            evaluator_objects,
            daily_objects,
            file_objects,
            task_objects,
            survey_objects,
            round_objects,
            opinion_objects,
        ):
            side.objects |= objects_of(side, users)
    own.objects |= shared_objects(own, other, own.objects["evaluator"])
    # Letters bind everybody: whatever the sides have of them is there before anybody marks.
    for side in (own, other):
        for objects_of in (marking_objects, flat_objects, fieldwork_objects):
            side.objects |= objects_of(side, users)
    return World(own, other, users)


def _side(name: str, canary: str) -> Side:
    domain = DomainFactory(code=f"world-{name}", name=f"领域 {canary}")
    category = CategoryFactory(code=f"world-{name}", name=f"类别 {canary}", domain=domain)
    unit = UnitFactory(code=f"WORLD-{name}", name=f"单位 {canary}", domain=domain)
    CategoryMembershipFactory(unit=unit, category=category)
    return Side(name, canary, domain, category, unit)


def _account(role: Role, own: Side) -> User:
    """An account of the role: inside the own unit, or in the office of the own domain."""
    if role in {Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER}:
        return UserFactory(username=f"world-{role}", role=role, role__domain=own.domain)
    unit = None if role in ADMINISTRATOR_ROLES or role == Role.EVALUATOR else own.unit
    return UserFactory(username=f"world-{role}", role=role, unit=unit)


def organization_objects(side: Side, users: dict[str, User]) -> dict[str, Model]:
    appointment = AppointmentFactory(
        unit=side.unit, cadre__name=f"干部 {side.canary}", post=f"副书记 {side.canary}"
    )
    account = UserFactory(
        unit=side.unit, display_name=f"账号 {side.canary}", role=Role.DATA_REPORTER
    )
    event = AuditEventFactory(
        actor=account,
        object_type="organization.unit",
        object_key=str(side.unit.pk),
        object_label=side.unit.name,
    )
    if side.name == "own":
        users["cadre"].cadre = appointment.cadre
        users["cadre"].save()
    return {
        "unit": side.unit,
        "unit_out_of_use": UnitFactory(
            name=f"撤并单位 {side.canary}", domain=side.domain, is_active=False
        ),
        "category": side.category,
        "second_category": CategoryFactory(name=f"二类 {side.canary}", domain=side.domain),
        "domain": side.domain,
        "team": LeadershipTeamFactory(unit=side.unit),
        "cadre": appointment.cadre,
        "appointment": appointment,
        "account": account,
        "audit_event": event,
    }


def assessment_objects(side: Side, users: dict[str, User]) -> dict[str, Model]:
    """One cycle in each phase: in preparation, waiting for a worker, scored, decided, published."""
    system = TreeFactory(published=True, category=side.category, name=f"体系 {side.canary}")
    report(system, side.unit, [95, 90, 85])
    scheme = RaterClassFactory(code="leaders").scheme
    cycles = {
        phase: CycleFactory(name=f"{phase} {side.canary}", scheme=scheme, systems=[system])
        for phase in ("draft", "waiting", "scored", "decided", "published")
    }
    clerk, second_clerk = UserFactory.create_batch(2)
    method = MethodDocumentFactory()
    method.file.save("method.pdf", ContentFile(b"%PDF-1.7 method"))
    for phase, cycle in cycles.items():
        if phase != "draft":
            open_cycle(cycle, day=OPENED_ON, by=clerk)
            mark_everybody(cycle)
    waiting_run = start_run(cycles["waiting"], by=clerk)
    groups = {
        phase: run_to_end(cycles[phase]).groups.get()
        for phase in ("scored", "decided", "published")
    }
    for phase in ("decided", "published"):
        accept_proposals(groups[phase], body=f"会议 {side.canary}", decided_on=OPENED_ON, by=clerk)
    publish_group(groups["published"], by=second_clerk)
    return {
        "scheme": SchemeFactory(),
        "method_document": method,
        "system": system,
        "draft_cycle": cycles["draft"],
        "cycle": cycles["scored"],
        "run": groups["scored"].run,
        "waiting_run": waiting_run,
        "check": check_now(cycles["published"], by=clerk),
        "group": groups["scored"],
        "decided_group": groups["decided"],
        "result": groups["scored"].results.get(),
        "overlay_fact": OverlayFactFactory(assessee=cycles["scored"].assessees.get()),
        "published_result": groups["published"].results.get(),
    }


def marking_objects(side: Side, users: dict[str, User]) -> dict[str, Model]:
    """Field work of two units: one sheet is handed in, the other is not begun."""
    system = TreeFactory(published=True, category=side.category, name=f"实地 {side.canary}")
    second = UnitFactory(name=f"二单位 {side.canary}", domain=side.domain)
    CategoryMembershipFactory(unit=second, category=side.category)
    marking = marking_of(system, [side.unit, second], SchemeFactory())
    own = side.name == "own"
    account = users["evaluator"] if own else None
    seated = side.objects["evaluator"] if own else None
    member = marking.member(account=account, evaluator=seated)
    letters = LetterVersion.objects.on(marking.plan.starts_on)
    sign_letters(member.evaluator, plan=marking.plan, letters=letters, by=member)
    assessees = {one.unit_id: one for one in marking.assessees}
    submission = hand_in(assessees[side.unit.pk], member)
    # A letter of today binds the plan that begins today, and not the one of the marking.
    today = timezone.localdate()
    letter_plan = running_plan(starts_on=today)
    SeatFactory(group=AssessmentGroupFactory(plan=letter_plan), evaluator=side.objects["evaluator"])
    if not LetterVersion.objects.filter(valid_from=today).exists():
        LetterVersionFactory(valid_from=today)
    return {
        "letter_plan": letter_plan,
        "running_plan": marking.plan,
        "marking_cycle": marking.cycle,
        "judged_leaf": system.nodes.get(code="B12"),
        "sheet_assessee": assessees[second.pk],
        "score_sheet": submission.sheet,
    }


def feedback_objects(side: Side, users: dict[str, User]) -> dict[str, Model]:
    clerk = users["office_staff"] if side.name == "own" else UserFactory(role=Role.OFFICE_STAFF)
    batches = {"group": side.objects["group"], "requested_by": clerk}
    return {
        "batch": ReportBatchFactory(**batches),
        "ready_batch": ReportBatchFactory(complete=True, **batches),
        **use_objects(side, users),
        **asks_objects(side, users),
    }


def payloads(side: Side) -> dict[str, dict[str, Any]]:
    """What a POST must carry to succeed, by URL name."""
    unit_facts = {"name": "新单位", "code": "NEW", "domain": side.domain.pk, "level": "city"}
    second = side.objects["second_category"]
    cadre_facts = {
        "name": "新干部",
        "sex": "1",
        "birth_month": "1975-03",
        "identity_class": "civil_servant",
    }
    post = {
        "unit": side.unit.code,
        "post": "市长助理",
        "standing": "member",
        "starts_on": "2023-06-01",
    }
    cycle = {
        "name": "新考核",
        "kind": "annual",
        "period": "2024",
        "scheme": side.objects["scheme"].pk,
        "systems": [side.objects["system"].pk],
    }
    rules = model_to_dict(SchemeFactory.build(code="new"), exclude=["id"])
    scheme = {
        **{name: rule for name, rule in rules.items() if rule is not None},
        **{f"{rows}-{key}": 0 for rows in ROWS_OF_SCHEME for key in FORMSET_COUNTS},
    }
    method = {
        "name": "年度考核办法",
        "number": "考办〔2024〕9号",
        "in_force_from": "2024-01-01",
        "for_annual": "on",
    }
    decision = {
        "body": "市委常委会",
        "decided_on": "2024-01-20",
        f"result-{side.objects['result'].pk}-grade": "fair",
        f"result-{side.objects['result'].pk}-departure_reason": "综合研判",
    }
    return {
        "organization:language_set": {"language": "zh-hans"},
        "organization:unit_create": unit_facts,
        "organization:unit_edit": unit_facts,
        "organization:unit_move": {"category": second.pk, "since": "2024-01-01"},
        "organization:cadre_create": cadre_facts | {"id_number": id_number(9_000)},
        "organization:cadre_edit": cadre_facts,
        "organization:appointment_create": post,
        "organization:appointment_edit": post,
        "organization:appointment_end": {"on": "2024-12-31"},
        "assessment:cycle_create": cycle,
        "assessment:cycle_edit": cycle,
        "assessment:cycle_open": {"day": "2023-12-31"},
        "assessment:overlay_list": {
            "assessee": side.objects["result"].assessee_id,
            "effect": "bar_top",
            "clause": "第三十一条",
            "fact": "约谈",
        },
        "assessment:overlay_withdraw": {"reason": "查无实据"},
        "assessment:group_decide": decision,
        "assessment:group_accept": {**decision, "expected": 1},
        "assessment:decision_edit": decision,
        "evaluators:letter_sign": {
            f"letter-{letter.pk}": "on"
            for letter in LetterVersion.objects.on(side.objects["letter_plan"].starts_on)
        },
        "assessment:marking_edit": {"field_plan": side.objects["running_plan"].pk},
        "assessment:sheet_reopen": {"reason": "漏看了一项佐证材料"},
        "assessment:sheet_edit": {"revision": "0", "mark-B12": "80", "save": "1"},
        "assessment:method_create": method | {"number": "考办〔2025〕1号"},
        "assessment:method_edit": method,
        "assessment:scheme_create": scheme,
        "assessment:scheme_edit": scheme,
        "feedback:advice_edit": {"text": "先补短板"},
        "feedback:batch_create": {"format": "pdf"},
        "api:sheet-draft": {"base": 0, "changes": {"marks": {"B12": "80"}}},
        "api:sheet-submit": {"key": str(side.objects["score_sheet"].submission_key), "revision": 1},
        "api:check-list": {"cycle": side.objects["cycle"].pk},
        "api:run-list": {"cycle": side.objects["cycle"].pk},
        **daily_payloads(side),
        **use_payloads(side),
        **survey_payloads(side),
        **opinion_payloads(side),
        **file_payloads(),
        **evaluator_payloads(side),
        **fieldwork_payloads(side),
        **flat_payloads(),
        **indicator_payloads(side),
        **event_payloads(side),
        **checklist_payloads(side),
        **asks_payloads(side),
        **task_payloads(side),
        **round_payloads(side),
        "api:token": {"username": side.objects["account"].username, "password": PASSWORD},
    }
