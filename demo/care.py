"""What follows from the quarters of the demonstration: reminders, mentoring, visits, comments."""

import datetime as dt
from decimal import Decimal

from dailyreview.models import Mentoring, Quarter, QuarterRecord
from dailyreview.selectors.telling import expected_from
from dailyreview.services.care import (
    close_reminder,
    end_mentoring,
    name_mentor,
    record_revisit,
    record_visit,
    remind,
    reply_to,
)
from dailyreview.services.plans import appoint_stand_in
from dailyreview.services.reviewing import comment_on
from dailyreview.services.telling import Told, acknowledge_feedback, give_feedback
from demo.district import District
from organization.models import User

VISITS = (
    ("评鉴记录完整，评语具体。", 96),
    ("个别科室评语雷同，已当面指出。", 84),
    ("“好”等次连续四个季度轮流担任，请主要负责人说明。", 68),
    ("记录按时，考勤数据尚未核对。", 88),
)
REVISITS = ("已明确两项重点任务，按周调度。", "报送及时了，文稿质量还要提高。")
USERS = (
    ("来电企业（演练）", "办理进度说得清楚，一次告知到位。"),
    ("窗口群众（演练）", "材料不全时主动帮助补齐。"),
)
FEEDBACK = "按时完成重点任务，配合积极；请把调研数据核得更细。"
FIX = "信息报送提前一天送审。"
LEFT_TO_TELL = 4
COMMENTS = ("乐于帮助同事，值班补位主动。", "沟通及时，材料共享做得好。", "经验多，带新人有耐心。")


def follow_up(
    done: Quarter, running: Quarter, *, district: District, today: dt.date, by: User
) -> None:
    """Reminders open, answered and closed; mentorings at every step; visits; comments.

    Args:
        done: the quarter whose grades were decided last.
    """
    users = {
        user.username: user
        for user in User.objects.filter(username__in=("head", "leader", "cadre"))
    }
    head, leader, cadre = users["head"], users["leader"], users["cadre"]
    _remind(done, head=head, leader=leader, cadre=cadre)
    _mentor(district, head=head, leader=leader, today=today)
    for unit, (words, score) in zip(list(district.units.values())[3:], VISITS, strict=False):
        record_visit(
            done,
            unit=unit,
            visited_on=today - dt.timedelta(days=6),
            words=words,
            process_score=Decimal(score),
            by=by,
        )
    _comment(running, district)
    _note_users(running, district, by=by)
    # The first quarter of a year has none before it whose people could still be told.
    if (last := running.plan.quarters.filter(number=running.number - 1).first()) is not None:
        _tell(last, head=head)
    principal = User.objects.get(username="principal")
    appoint_stand_in(
        absent=leader,
        deputy=principal,
        starts_on=today + dt.timedelta(days=20),
        ends_on=today + dt.timedelta(days=26),
        reason="外出培训",
        by=by,
    )


def _remind(done: Quarter, *, head: User, leader: User, cadre: User) -> None:
    record = QuarterRecord.objects.own_of(cadre).get(quarter=done)
    closed = remind(record, words="两份信息迟报，请注意时限。", by=head)
    reply_to(closed, reply="已建立时限清单，每周自查。", by=cadre)
    close_reminder(closed, closing="本季度报送全部按时。", by=head)
    answered = remind(record, words="调研材料的数据要再核一遍。", by=leader)
    reply_to(answered, reply="已同统计部门逐项核对，改正两处。", by=cadre)
    remind(record, words="会议通知要提前一天确认到会人员。", by=head)


def _mentor(district: District, *, head: User, leader: User, today: dt.date) -> None:
    """Those of the listed head's office go through every step; others wait for a mentor."""
    own = list(Mentoring.objects.filter(record__section=district.office).order_by("pk"))
    for place, mentoring in enumerate(own):
        name_mentor(mentoring, mentor=head, by=leader)
        for step, words in enumerate(REVISITS[: 2 - place % 2]):
            held_on = today - dt.timedelta(days=40 - 25 * step)
            record_revisit(mentoring, held_on=held_on, words=words, by=head)
    for mentoring in own[:1]:
        end_mentoring(mentoring, outcome="连续两次回访良好，结束帮带。", by=leader)


def _comment(running: Quarter, district: District) -> None:
    writers = User.objects.filter(username__startswith="ky").order_by("username")
    records = QuarterRecord.objects.filter(
        quarter=running, section=district.office, state=QuarterRecord.State.IN_REVIEW
    ).order_by("-pk")
    for writer, words, record in zip(writers, COMMENTS, records, strict=False):
        if record.assessee.appointment and record.assessee.appointment.cadre_id != writer.cadre_id:
            comment_on(record, words=words, kind="colleague", by=writer)


def _note_users(running: Quarter, district: District, *, by: User) -> None:
    """What the office was told of two people of the listed office."""
    records = QuarterRecord.objects.filter(
        quarter=running, section=district.office, state=QuarterRecord.State.IN_REVIEW
    )
    for (source, words), record in zip(USERS, records.order_by("pk"), strict=False):
        comment_on(record, words=words, kind="user", source=source, by=by)


def _tell(last: Quarter, *, head: User) -> None:
    """The listed head has told most of the office; the first of them has something to put right."""
    waiting = list(expected_from(head).filter(quarter=last))[:-LEFT_TO_TELL]
    told = [Told(one, FEEDBACK, "" if place else FIX) for place, one in enumerate(waiting)]
    for feedback in give_feedback(told, by=head)[1:]:
        person = User.objects.filter(
            cadre__appointments=feedback.record.assessee.appointment_id
        ).first()
        if person is not None:
            acknowledge_feedback(feedback, answer="照办。", by=person)
