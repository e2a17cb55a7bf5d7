"""What last year's results of the invented district were used for, and a post to be filled."""

import datetime as dt

from assessment.models import GradeDecision
from dailyreview.models import DailyPlan
from demo.district import District
from feedback.models import CheckItem, ResultUse
from feedback.services.recommendations import (
    Finding,
    add_candidate,
    load_check_items,
    record_checks,
    save_recommendation,
    sign_candidate,
)
from feedback.services.uses import record_uses
from organization.models import User

K = ResultUse.Kind
QUARTER = 3
# How long after the grade was decided.
AFTER = dt.timedelta(days=20)
BODY = "示例区委组织部（演练）"
# Kind, grade, how many of the people who have it, training places for each, document.
USES = (
    (K.TRAINING, "good", 120, 2, "示例组〔11〕号调训通知"),
    (K.AWARD, "good", 30, 1, "示例区〔12〕号表彰决定"),
    (K.EXCELLENT, "good", 18, 1, "示例考核〔13〕号通知"),
    (K.RANK_RISE, "good", 12, 1, "示例组〔14〕号职级通知"),
    (K.PROMOTION, "good", 4, 1, "示例组〔15〕号任职通知"),
    (K.PARTY, "good", 2, 1, "示例机关党委〔16〕号批复"),
    (K.TRAINING, "fairly", 60, 1, "示例组〔11〕号调训通知"),
    (K.BARRED, "ordinary", 3, 1, "示例考核〔17〕号通知"),
    (K.MENTORING, "ordinary", 6, 1, "示例考核〔18〕号帮带安排"),
)
RECOMMENDERS = (
    ("周推荐", "示例区发展改革局主要负责人（演练）"),
    ("吴推荐", "示例区发展改革局分管负责人（演练）"),
    ("郑推荐", "示例区政府办公室负责人（演练）"),
)


def use_results(plan: DailyPlan, district: District, *, by: User, second: User) -> None:
    """Uses of one quarter of a year that is over, and three candidates for one post."""
    decided = GradeDecision.objects.in_force().filter(
        assessee__cycle__daily_quarter__plan=plan,
        assessee__cycle__daily_quarter__number=QUARTER,
    )
    used_on = decided.latest("decided_on").decided_on + AFTER
    of_grade: dict[str, list[GradeDecision]] = {}
    for decision in decided.order_by("assessee__unit__code", "assessee__key"):
        of_grade.setdefault(decision.grade, []).append(decision)
    for kind, grade, count, places, document in USES:
        record_uses(
            of_grade.get(grade, [])[:count],
            kind=kind,
            used_on=used_on,
            document=document,
            body=BODY,
            places=places,
            by=by,
        )
    person = User.objects.get(username="cadre").cadre
    own = decided.filter(assessee__appointment__cadre=person, uses__isnull=True)
    for decision in own:
        record_uses(
            [decision],
            kind=K.TRAINING,
            used_on=used_on,
            document=USES[0][-1],
            body=BODY,
            by=by,
        )
    gone = [one for one in of_grade["fairly"][-3:] if one not in own]
    record_uses(gone, kind=K.NOT_USED, used_on=used_on, note="已调离本区（演练）", by=by)
    _recommend(district, used_on, by=by, second=second)


def _recommend(district: District, day: dt.date, *, by: User, second: User) -> None:
    """The sheet of a post that cannot be taken out yet: each candidate lacks something else."""
    load_check_items(by=by)
    post = save_recommendation(
        None, unit=district.example, post="综合科副科长（演练）", places=1, rounds=2, by=by
    )
    people = [one.cadre for one in district.office.appointments.order_by("pk")[:3]]
    clear = Finding(True, day, "示例核查〔21〕号")
    items = list(CheckItem.objects.all())
    for place, (cadre, (name, title)) in enumerate(zip(people, RECOMMENDERS, strict=True)):
        candidate = add_candidate(
            post,
            cadre=cadre,
            recommender=name,
            recommender_post=title,
            recommended_on=day,
            reason="平时考核多次为好，群众认可（演练）",
            by=by,
        )
        checked = items if place == 0 else items[: 4 * place]
        record_checks(candidate, findings={item.pk: clear for item in checked}, by=by)
        for signer in (by, second)[: 2 - place]:
            sign_candidate(candidate, by=signer)
