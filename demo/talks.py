"""Field work of the demonstration: talks, verifications, questions, a group that is done."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from docx import Document

from assessment.models import Assessee, AssessmentCycle, TalkBlock, TalkForm, Verification
from assessment.selectors.briefs import brief_of, outline_draft
from assessment.selectors.fieldwork import assessees_of
from assessment.services.fieldwork import (
    answer_question,
    ask_question,
    close_group,
    comment_group,
    note_work,
    record_review,
)
from assessment.services.irregularities import answer_irregularity, report_irregularity
from assessment.services.talks import begin_talk, save_outline, save_talk, sign_talk
from assessment.services.verifications import (
    attach_file,
    conclude_verification,
    raise_doubt,
)
from demo import field
from demo.accounts import EVALUATOR
from evaluators.models import AssessmentGroup, Evaluator
from evaluators.selectors.access import field_seats, held_seats
from indicators.models import ReportedValue
from organization.models import User
from organization.services.audit import save_recorded

Way, Conclusion = Verification.Way, Verification.Conclusion
ASK, TELL = TalkBlock.Side.ASK, TalkBlock.Side.TELL
CLAUSE = "示例：三必问、三必谈，缺一项即为未完成（演练）"
OPENING = "说明来意和谈话纪律；谈话内容只用于考核。"
# code, name, side, prompt, what was said
BLOCKS = (
    ("work", "工作情况", ASK, "年度重点任务怎样推进", "重点任务按季调度，两项提前完成。"),
    ("life", "生活情况", ASK, "家庭和身体有无困难", "生活规律，无需要组织帮助的事项。"),
    ("circles", "社交情况", ASK, "八小时以外与谁交往", "交往简单，未见不当往来。"),
    ("strengths", "优点", TELL, "最突出的长处", "熟悉政策，肯下基层，处事公道。"),
    ("weaknesses", "不足", TELL, "最需要改进的地方", "统筹不够，材料交办偏急。"),
    ("potential", "潜力", TELL, "适合怎样的岗位", "可承担综合协调任务，宜多岗位锻炼。"),
)
SIGNED, UNSIGNED, OUTLINES = 5, 1, 6
AGREED = "逐家比对评分依据，两家单位的扣分理由需补充底稿；其余一致。"
# Questions to the command group, and the answer where there is one.
QUESTIONS = (
    (
        "单位当年职能划转，任务完成率按原口径还是新口径？",
        "按年初下达口径评分，划转事项在意见建议中说明。",
    ),
    ("满意度调查样本不足三十份时是否采用？", "不足三十份的只作参考，不作扣分依据。"),
    ("两家单位合署办公，实地查看能否一并安排？", ""),
)
ELSEWHERE = ("涉密台账无法复印，底稿如何留存？", "")


@dataclass(frozen=True)
class _Team:
    """A group at work: its members that talk and verify, the leader first, and their units."""

    group: AssessmentGroup
    workers: list[tuple[User, frozenset[int]]]
    evaluators: list[Evaluator]
    assessees: list[Assessee]
    reporter: User | None

    @property
    def leader(self) -> User:
        return self.workers[0][0]

    def worker_for(self, assessee: Assessee, turn: int = 0) -> User:
        """In turn one of those who are not barred from the unit."""
        may = [account for account, units in self.workers if assessee.unit_id in units]
        return may[turn % len(may)]


@transaction.atomic
def work_in_the_field(cycle: AssessmentCycle, *, by: User, second: User) -> None:
    """Half-way in the listed account's group, done in the last one, begun in the others.

    Nothing happens when it was done at an earlier start.
    """
    if TalkForm.objects.exists():
        return
    _make_form(by)
    first, *others, last = _teams(cycle)
    _prepare(first)
    _talk(first, first.assessees[:SIGNED], sign=True)
    _talk(first, first.assessees[SIGNED : SIGNED + UNSIGNED], sign=False)
    _talk(first, first.assessees[SIGNED + UNSIGNED :][:1], sign=False, blocks=5)
    _verify(first)
    _meet(first)
    _report(first, by)
    for question, answer in QUESTIONS:
        _ask(first, question, answer, by)
    for team in others:
        _talk(team, team.assessees[:2], sign=True)
    _ask(others[0], *ELSEWHERE, by)
    _finish(last, second)


def _make_form(by: User) -> None:
    form = TalkForm(
        name="个别谈话（示例）", valid_from=dt.date(2018, 1, 1), clause=CLAUSE, opening=OPENING
    )
    save_recorded(form, by=by)
    for position, (code, name, side, prompt, _said) in enumerate(BLOCKS, start=1):
        block = TalkBlock(
            form=form, code=code, name=name, side=side, prompt=prompt, position=position
        )
        save_recorded(block, by=by)


def _teams(cycle: AssessmentCycle) -> list[_Team]:
    """Groups of the generic organs whose members can work today, that of the account first."""
    held = held_seats().filter(
        group__plan=cycle.field_plan_id, group__category__code=field.CATEGORY
    )
    posts: dict[AssessmentGroup, list[tuple[User, frozenset[int], bool]]] = {}
    people: dict[AssessmentGroup, list[Evaluator]] = {}
    for post in field_seats(held, timezone.localdate()):
        evaluator, group = post.seat.evaluator, post.seat.group
        if post.is_open and evaluator and evaluator.account:
            row = (evaluator.account, post.units, post.seat.role.marks_sheets)
            posts.setdefault(group, []).append(row)
            people.setdefault(group, []).append(evaluator)
    teams = [
        _Team(
            group,
            [(account, units) for account, units, marks in found if marks],
            people[group],
            list(assessees_of(group).select_related("unit", "cycle__field_plan", "system")),
            next((account for account, _units, marks in found if not marks), None),
        )
        for group, found in posts.items()
    ]
    return sorted(teams, key=lambda team: team.leader.username != EVALUATOR)


def _prepare(team: _Team) -> None:
    for assessee in team.assessees[:OUTLINES]:
        text = outline_draft(brief_of(assessee))
        save_outline(team.group, assessee=assessee, text=text, by=team.worker_for(assessee))


def _talk(
    team: _Team, assessees: Sequence[Assessee], *, sign: bool, blocks: int = len(BLOCKS)
) -> None:
    """A talk about each, by the members in turn."""
    for turn, assessee in enumerate(assessees):
        talker = team.worker_for(assessee, turn)
        talk = begin_talk(
            team.group,
            assessee=assessee,
            with_whom="中层干部（演练）",
            talked_on=timezone.localdate() - dt.timedelta(days=turn % 5),
            by=talker,
        )
        answers = {code: said for code, _name, _side, _prompt, said in BLOCKS[:blocks]}
        talk = save_talk(talk, answers=answers, revision=talk.revision, by=talker)
        if sign:
            sign_talk(talk, by=talker)


def _verify(team: _Team) -> None:
    """One open, one with a file, and one for each conclusion."""
    rows = (
        ("台账记载的调研次数与日程不一致", Way.PAPERS, "", ""),
        ("服务窗口办理时限与公开承诺不一致", Way.SITE_VISIT, "", ""),
        (
            "报送的任务完成率高于调度记录",
            Way.PAPERS,
            Conclusion.CORRECTED,
            "调度记录少计一项，核减。",
        ),
        ("满意度调查样本来源不清", Way.SMALL_MEETING, Conclusion.CONFIRMED, "样本名单齐全，属实。"),
        ("简报反映的推诿事项", Way.SITE_VISIT, Conclusion.REJECTED, "经走访，与该单位无关。"),
    )
    for turn, (doubt, way, conclusion, findings) in enumerate(rows):
        assessee = team.assessees[turn]
        worker = team.worker_for(assessee)
        verification = raise_doubt(
            team.group,
            assessee=assessee,
            doubt=doubt,
            way=way,
            assigned_to=team.worker_for(assessee, turn),
            due_on=timezone.localdate() + dt.timedelta(days=2 * turn),
            figure=_figure(assessee) if conclusion == Conclusion.CORRECTED else None,
            by=worker,
        )
        if conclusion or turn:
            attach_file(verification, _paper(doubt), by=worker)
        if conclusion:
            conclude_verification(verification, conclusion=conclusion, findings=findings, by=worker)


def _figure(assessee: Assessee) -> ReportedValue | None:
    reported = assessee.system.nodes.filter(source="reported").values("indicator")
    return ReportedValue.objects.filter(
        indicator__in=reported, unit=assessee.unit_id, period=assessee.cycle.period
    ).first()


def _paper(doubt: str) -> "ContentFile[bytes]":
    document, content = Document(), io.BytesIO()
    document.add_paragraph(f"核查底稿（演练）：{doubt}")
    document.save(content)
    return ContentFile(content.getvalue(), name="核查底稿.docx")


def _meet(team: _Team) -> None:
    note_work(team.group, words="上午查看服务窗口，下午分两组谈话。", by=team.leader)
    if team.reporter:
        note_work(team.group, words="全程陪同人员未超过两人，无宴请。", by=team.reporter)
    record_review(
        team.group,
        held_on=timezone.localdate(),
        attendees=team.evaluators,
        words=AGREED,
        by=team.leader,
    )


def _report(team: _Team, by: User) -> None:
    """What a supervisor tells the office in confidence: one report answered, one waiting."""
    if team.reporter is None:
        return
    words = "演练：一名成员与被考核单位人员曾是同事，申报时没有说明。"
    told = report_irregularity(team.group, words=words, by=team.reporter)
    answer_irregularity(told, answer="已核实，任职交集已满十年，不影响评分，已补充申报。", by=by)
    words = "演练：个别谈话在被考核单位领导办公室进行，建议更换地点。"
    report_irregularity(team.group, words=words, assessee=team.assessees[0], by=team.reporter)


def _ask(team: _Team, question: str, answer: str, by: User) -> None:
    asked = ask_question(team.group, question=question, by=team.leader)
    if answer:
        answer_question(asked, answer=answer, by=by)


def _finish(team: _Team, second: User) -> None:
    """Every talk signed, every doubt concluded, a review held: the task is closed."""
    _talk(team, team.assessees, sign=True)
    _meet(team)
    close_group(team.group, by=team.leader)
    comment_group(team.group, words="谈话记录规范，评分依据充分；核查底稿归档及时。", by=second)
