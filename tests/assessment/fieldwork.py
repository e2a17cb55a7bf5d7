"""A group in the field for tests: a plan that runs today, members with accounts, assessees."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone

from assessment.models import Assessee, AssessmentCycle, TalkRecord
from evaluators.models import AssessmentGroup, Evaluator, FieldPlan
from organization.models import User
from tests.assessment.factories import (
    AssesseeFactory,
    CycleFactory,
    FieldQuestionFactory,
    GroupReviewFactory,
    IrregularityFactory,
    TalkFormFactory,
    TalkRecordFactory,
    VerificationFactory,
    VerificationFileFactory,
)
from tests.assessment.marking import running_plan
from tests.evaluators.factories import (
    AssessmentGroupFactory,
    EvaluatorFactory,
    GroupRoleFactory,
    PlanUnitFactory,
    SeatFactory,
)
from tests.organization.factories import UserFactory

BLOCKS = ("work", "life", "circles", "strengths", "weaknesses", "potential")
FILLED = {code: f"谈到{code}" for code in BLOCKS}


@dataclass
class Field:
    """A group with one assessee, a member who works and a supervisor who reads."""

    plan: FieldPlan
    group: AssessmentGroup
    cycle: AssessmentCycle
    assessee: Assessee
    member: User
    supervisor: User


def seat(group: AssessmentGroup, evaluator: Evaluator | None = None, *, marks: bool = True) -> User:
    """The account of a new member of the group."""
    evaluator = evaluator or EvaluatorFactory(with_account=True)
    role = GroupRoleFactory(code=f"field-{marks}".lower(), marks_sheets=marks)
    SeatFactory(group=group, evaluator=evaluator, role=role)
    return evaluator.account


def visit(group: AssessmentGroup, assessee: Assessee) -> None:
    PlanUnitFactory(plan=group.plan, group=group, unit=assessee.unit, category=assessee.category)


def make_field(plan: FieldPlan | None = None) -> Field:
    plan = plan or running_plan()
    group = AssessmentGroupFactory(plan=plan)
    cycle = plan.cycles.first() or CycleFactory(opened=True, field_plan=plan)
    assessee = AssesseeFactory(cycle=cycle)
    visit(group, assessee)
    TalkFormFactory()
    return Field(plan, group, cycle, assessee, seat(group), seat(group, marks=False))


def fieldwork_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    """For the permission matrix: the group that marks, and one with nothing left but to close."""
    plan, assessee = side.objects["running_plan"], side.objects["score_sheet"].assessee
    group = plan.groups.get()
    evaluator = group.seats.get().evaluator
    finished = AssessmentGroupFactory(plan=plan)
    seat(finished, evaluator)
    PlanUnitFactory(
        plan=plan, group=finished, unit=side.objects["unit_out_of_use"], category=side.category
    )
    GroupReviewFactory(group=finished)
    supervised = AssessmentGroupFactory(plan=plan)
    seat(supervised, evaluator, marks=False)
    talks = {"group": group, "assessee": assessee, "talked_by": evaluator.account}
    doubts = {"group": group, "assessee": assessee}
    return {
        "field_group": group,
        "finished_group": finished,
        "supervised_group": supervised,
        "irregularity": IrregularityFactory(
            group=group, words=f"违规情况 {side.canary}", reported_by=evaluator.account
        ),
        "field_assessee": assessee,
        "talk": TalkRecordFactory(with_whom=f"谈话人 {side.canary}", **talks),
        "complete_talk": TalkRecordFactory(
            answers=FILLED, state=TalkRecord.State.COMPLETE, **talks
        ),
        "verification": VerificationFactory(
            doubt=f"存疑 {side.canary}", assigned_to=evaluator.account, **doubts
        ),
        "verification_file": VerificationFileFactory(
            verification=VerificationFactory(concluded=True, **doubts), name=f"{side.canary}.pdf"
        ),
        "field_question": FieldQuestionFactory(
            group=group, question=f"请示 {side.canary}", asked_by=UserFactory()
        ),
    }


def fieldwork_payloads(side: Any) -> dict[str, dict[str, Any]]:
    """What a POST must carry to succeed, by URL name."""
    today = timezone.localdate().isoformat()
    group, talk = side.objects["field_group"], side.objects["talk"]
    member = group.seats.get().evaluator
    review = {"held_on": today, "attendees": [member.pk], "words": "意见一致"}
    begun = {"with_whom": "班子成员", "talked_on": today}
    doubt = {
        "doubt": "数据存疑",
        "way": "papers",
        "assigned_to": member.account_id,
        "due_on": today,
    }
    conclusion = {"conclusion": "corrected", "findings": "应为 12 项"}
    report = {"words": "打分前私下接触被考核单位"}
    return {
        "assessment:irregularity_create": report,
        "assessment:irregularity_answer": {"answer": "已核实并谈话提醒"},
        "api:field-group-irregularities": report,
        "api:irregularity-answer": {"answer": "已核实并谈话提醒"},
        "assessment:question_ask": {"group": group.pk, "question": "是否列入"},
        "assessment:question_answer": {"answer": "列入"},
        "assessment:worklog_list": {"words": "查阅台账"},
        "assessment:review_create": review,
        "assessment:comment_create": {"words": "工作扎实"},
        "assessment:outline_edit": {"text": "请谈谈今年的工作"},
        "assessment:talk_create": begun,
        "assessment:talk_save": {"revision": talk.revision, "block-work": "任务完成"},
        "assessment:verification_create": doubt,
        "assessment:verification_conclude": conclusion,
        "api:field-group-log": {"words": "查阅台账"},
        "api:field-group-reviews": review,
        "api:field-group-comments": {"words": "工作扎实"},
        "api:field-group-questions": {"question": "是否列入"},
        "api:field-assessee-outline": {"text": "请谈谈今年的工作"},
        "api:field-assessee-talks": begun,
        "api:field-assessee-verifications": doubt,
        "api:talk-save": {"revision": talk.revision, "answers": {"work": "任务完成"}},
        "assessment:talk_drop": {"reason": "误建"},
        "api:talk-drop": {"reason": "误建"},
        "api:verification-conclude": conclusion,
        "api:field-question-answer": {"answer": "列入"},
    }
