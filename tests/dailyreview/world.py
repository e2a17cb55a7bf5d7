"""The daily review for the permission matrix: a plan of each side, its records in every state."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.utils import timezone

from assessment.models import AssessmentCycle
from assessment.selectors.decisions import open_proposals
from dailyreview.imports.uploading import upload_attendance
from dailyreview.models import AttendanceUpload, DailyPlan, Quarter, QuarterRecord
from dailyreview.services.appointment_forms import digest_of
from dailyreview.services.quarters import open_quarter
from dailyreview.services.records import Work, save_record, submit_record
from dailyreview.services.reviewing import Review, review_records
from indicators.models import IndicatorSystem
from organization.models import Appointment, Cadre, Role, User
from tests.assessment.factories import CycleFactory
from tests.assessment.worlds import run_to_end
from tests.dailyreview.dossier_world import dossier_objects, dossier_payloads
from tests.dailyreview.factories import (
    AppointmentFormFactory,
    BonusClassFactory,
    DailyPlanFactory,
    FormBatchFactory,
    GuidanceVisitFactory,
    MentoringFactory,
    PilotUnitFactory,
    ProcessStepFactory,
    ReminderFactory,
    ReviewFeedbackFactory,
    StandInFactory,
    WorkGoalFactory,
)
from tests.dailyreview.worlds import DAY, DUE, LEAVES, daily_scheme, marks
from tests.indicators.factories import LeafFactory, SystemFactory
from tests.organization.factories import AppointmentFactory, UserFactory

REVIEWERS = (Role.SECTION_HEAD, Role.SUPERVISING_LEADER, Role.UNIT_PRINCIPAL)
# Where a record stands when the matrix asks: how many of the three steps are taken.
STEPS_OF = {"head_record": 0, "leader_record": 1, "principal_record": 2, "reviewed_record": 3}


def daily_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    """A quarter with a record at each step of the chain, and the own draft; one person graded."""
    clerk = UserFactory(role=Role.OFFICE_STAFF)
    plan = _plan(side)
    person = users["cadre"] if side.name == "own" else _person(side)
    goal = WorkGoalFactory(
        plan=plan, appointment=_post(side, person.cadre), title=f"任务 {side.canary}"
    )
    colleagues = {name: _person(side) for name in STEPS_OF}
    for one in colleagues.values():
        _post(side, one.cadre)
    quarters = [
        open_quarter(plan, number=number, day=DAY, records_due_on=DUE, reviews_due_on=DUE, by=clerk)
        for number in (1, 2)
    ]
    reviewers = _reviewers(side, users)
    records = {"record": _written(side, quarters[1], person)}
    for name, account in colleagues.items():
        records[name] = _at_step(side, quarters[1], account, reviewers[: STEPS_OF[name]])
    run_to_end(quarters[1].cycle, by=clerk)
    system = plan.systems.get()
    yearly = CycleFactory(
        name=f"年度考核 {side.canary}", opened=True, kind=AssessmentCycle.Kind.ANNUAL, period="2024"
    )
    yearly.systems.set([system])
    return {
        "daily_plan": plan,
        "pilot": plan.pilots.get(),
        "quarter": quarters[1],
        "yearly_cycle": yearly,
        "daily_system": system,
        "bonus_class": BonusClassFactory(plan=plan, identity_class="seconded_staff"),
        "process_step": ProcessStepFactory(plan=plan, from_quarter=4, clause=f"条 {side.canary}"),
        "next_daily_system": _system(side, 2025),
        "stand_in": StandInFactory(absent__unit=side.unit, reason=f"出差 {side.canary}"),
        "guidance_visit": GuidanceVisitFactory(
            quarter=quarters[1], unit=side.unit, words=f"台账 {side.canary}"
        ),
        "head_account": reviewers[0],
        "deputy_account": person,
        "work_goal": goal,
        **_forms_of(side, users, plan, colleagues["head_record"].cadre),
        "reminder": ReminderFactory(record=records["head_record"], words=f"迟报 {side.canary}"),
        "review_feedback": ReviewFeedbackFactory(
            record=records["record"], words=f"总体较好 {side.canary}"
        ),
        "attendance_upload": _attendance(side, quarters[1], person, users, clerk),
        "mentoring": MentoringFactory(record=records["reviewed_record"]),
        **records,
        **dossier_objects(side, users),
    }


def _forms_of(
    side: Any, users: dict[str, User], plan: DailyPlan, cadre: Cadre | None
) -> dict[str, Model]:
    """Batches of registration forms of the office, and an appointment form with a newer file."""
    is_own = side.name == "own"
    clerk = users["office_staff"] if is_own else UserFactory(role=Role.OFFICE_STAFF)
    batches = {"plan": plan, "requested_by": clerk}
    return {
        "form_batch": FormBatchFactory(**batches),
        "ready_form_batch": FormBatchFactory(complete=True, **batches),
        "appointment_form": AppointmentFormFactory(cadre=cadre, waiting=True),
    }


def _plan(side: Any) -> DailyPlan:
    plan = DailyPlanFactory(
        domain=side.domain,
        name=f"平时考核 {side.canary}",
        scheme=daily_scheme(),
        has_bonus=True,
    )
    plan.systems.set([_system(side, plan.year)])
    PilotUnitFactory(plan=plan, unit=side.unit, asks_peers=True, asks_users=True)
    return plan


def _system(side: Any, year: int) -> IndicatorSystem:
    system = SystemFactory(
        category=side.category,
        year=year,
        assessee_kind=IndicatorSystem.AssesseeKind.STAFF,
        published=True,
        name=f"平时考核 {year} {side.canary}",
    )
    for code, weight in LEAVES.items():
        LeafFactory(system=system, code=code, weight=Decimal(weight), judged=True)
    return system


def _person(side: Any) -> User:
    cadre = AppointmentFactory(in_team=False, cadre__name=f"干部 {side.canary}").cadre
    return UserFactory(unit=side.unit, cadre=cadre, role=Role.CADRE)


def _post(side: Any, cadre: Cadre) -> Appointment:
    """A post among the staff of the unit, whatever else the person is."""
    return AppointmentFactory(
        cadre=cadre,
        unit=side.unit,
        post=f"科员 {side.canary}",
        in_team=False,
        starts_on=dt.date(2020, 1, 1),
    )


def _reviewers(side: Any, users: dict[str, User]) -> list[User]:
    if side.name == "own":
        return [users[role] for role in REVIEWERS]
    return [UserFactory(role=role, unit=side.unit) for role in REVIEWERS]


def _written(side: Any, quarter: Quarter, account: User) -> QuarterRecord:
    record = QuarterRecord.objects.own_of(account).get(quarter=quarter)
    return save_record(
        record,
        revision=record.revision,
        summary=f"完成任务 {side.canary}",
        best="",
        regret="",
        work=[Work(None, "key", f"专项 {side.canary}")],
        by=account,
    )


def _at_step(side: Any, quarter: Quarter, account: User, reviewers: list[User]) -> QuarterRecord:
    record = _written(side, quarter, account)
    submit_record(record, revision=record.revision, by=account)
    # No two are marked alike: a tie is no proposal.
    given = marks(70 + 8 * len(reviewers))
    for reviewer in reviewers:
        review_records([Review(record, "forward", marks=given)], by=reviewer)
    record.refresh_from_db()
    return record


def _attendance(
    side: Any, quarter: Quarter, person: User, users: dict[str, User], clerk: User
) -> AttendanceUpload:
    cadre = person.cadre
    assert cadre is not None
    text = f"姓名,身份证号,出勤天数\n{cadre.name},{cadre.id_number},60"
    file = SimpleUploadedFile(f"考勤 {side.canary}.csv", text.encode())
    by = users["data_reporter"] if side.name == "own" else clerk
    return upload_attendance(file, quarter=quarter, unit=side.unit, by=by)


def daily_payloads(side: Any) -> dict[str, dict[str, Any] | list[dict[str, Any]]]:
    """What a POST must carry to succeed, by URL name."""
    made = side.objects
    today = timezone.localdate().isoformat()
    record = made["record"]
    scheme = made["daily_plan"].scheme_id
    plan = {"name": "平时考核", "scheme": scheme, "form_style": "indicators"}
    draft = {"revision": record.revision, "summary": "完成任务", "best": "", "regret": ""}
    head = made["head_record"]
    graded = made["reviewed_record"].assessee
    result = graded.results.get()
    shown = len(open_proposals(result.group).acceptable)
    planned = {
        **plan,
        "domain": side.domain.pk,
        "year": 2025,
        "systems": [made["next_daily_system"].pk],
    }
    changed = {**plan, "systems": [made["daily_system"].pk]}
    units = {"units": [side.unit.pk], "first_quarter": 2, "chain": "two"}
    opened = {
        "number": 3,
        "day": DAY.isoformat(),
        "records_due_on": DUE.isoformat(),
        "reviews_due_on": DUE.isoformat(),
    }
    step = {"from_quarter": 3, "min_score": "90", "change": "0.05"}
    gate = {"cycle": made["yearly_cycle"].pk}
    stand_in = {
        "absent": made["head_account"].pk,
        "deputy": made["deputy_account"].pk,
        "starts_on": today,
        "ends_on": today,
        "reason": "出差",
    }
    visit = {"unit": side.unit.pk, "visited_on": DAY.isoformat(), "words": "评鉴记录完整"}
    goal = {"appointment": head.assessee.appointment_id, "title": "专项整治"}
    revisit = {"held_on": DAY.isoformat(), "words": "工作有起色"}
    return {
        **dossier_payloads(side),
        "dailyreview:formbatch_create": {"quarter": made["quarter"].pk, "format": "docx"},
        "dailyreview:form_confirm": {"digest": digest_of(made["appointment_form"])},
        "dailyreview:plan_create": planned,
        "dailyreview:plan_edit": changed,
        "dailyreview:pilot_create": units,
        "dailyreview:quarter_create": opened,
        "dailyreview:bonus_detail": {"has_bonus": "on", "bonus_gap_max": "1400"},
        "dailyreview:bonusclass_create": {
            "identity_class": "civil_servant",
            "pool": "10000",
            "floor": "500",
            "gap": "1300",
        },
        "dailyreview:processstep_create": step,
        "dailyreview:plan_gate": gate,
        "dailyreview:record_edit": {
            **draft,
            "work-TOTAL_FORMS": 1,
            "work-INITIAL_FORMS": 0,
            "work-0-kind": "key",
            "work-0-title": "专项整治",
        },
        "dailyreview:review_list": {
            f"r{head.pk}-verdict": "return",
            f"r{head.pk}-words": "请补充",
        },
        "dailyreview:grade_list": {
            f"g{result.pk}-grade": "ordinary",
            f"g{result.pk}-departure_reason": "综合研判",
        },
        "dailyreview:grade_accept": {"expected": shown},
        "dailyreview:standin_create": stand_in,
        "dailyreview:visit_create": visit,
        "dailyreview:goal_create": goal,
        "dailyreview:comment_create": {"kind": "colleague", "words": "热心助人"},
        "dailyreview:usercomment_create": {"words": "一次办结", "source": "来电企业"},
        "dailyreview:feedback_list": {f"f{made['reviewed_record'].pk}-words": "总体较好"},
        "dailyreview:reminder_create": {"words": "材料迟报"},
        "dailyreview:reminder_answer": {"closing": "已整改"},
        "dailyreview:mentoring_detail": {"act": "revisit", **revisit},
        "api:daily-plan-list": planned,
        "api:daily-plan-detail": changed,
        "api:daily-plan-units": units,
        "api:daily-plan-quarters": opened,
        "api:daily-plan-steps": step,
        "api:daily-plan-gate": gate,
        "api:daily-plan-forms": {"quarter": made["quarter"].pk},
        "api:appointment-form-confirm": {"digest": digest_of(made["appointment_form"])},
        "api:stand-in-list": stand_in,
        "api:daily-quarter-visits": visit,
        "api:work-goal-list": goal,
        "api:quarter-record-reminders": {"words": "材料迟报"},
        "api:reminder-reply": {"reply": "立即整改"},
        "api:reminder-close": {"closing": "已整改"},
        "api:mentoring-mentor": {"mentor": made["deputy_account"].pk},
        "api:mentoring-revisits": revisit,
        "api:mentoring-end": {"outcome": "已转变"},
        "api:quarter-record-detail": {**draft, "work": [{"title": "专项整治"}]},
        "api:quarter-record-submit": {"revision": record.revision},
        "api:quarter-record-review": [
            {"record": head.pk, "verdict": "forward", "marks": dict.fromkeys(LEAVES, "90")}
        ],
        "api:quarter-record-comments": {"words": "热心助人"},
        "api:quarter-grade-decide": [
            {"assessee": graded.pk, "grade": "ordinary", "departure_reason": "综合研判"}
        ],
        "api:quarter-grade-accept": {"expected": shown},
    }
