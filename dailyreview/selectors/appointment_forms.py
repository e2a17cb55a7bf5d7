"""Appointment forms beside what we know: whose file it is, and where the two differ."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from dailyreview.models import AppointmentForm
from dailyreview.rules.lrmx import FAMILY, FAMILY_FIELDS, Form, month_of
from dailyreview.selectors.conduct import AWARDS_AND_PENALTIES, facts_on_forms
from dailyreview.selectors.conduct import told as fact_line
from dailyreview.selectors.registration import annual_grades
from organization.models import Appointment, Cadre, User

PHOTO = "ZhaoPian"
# In the order in which such files have them.
LABELS = {
    "XingMing": gettext_lazy("full name"),
    "XingBie": gettext_lazy("sex"),
    "ChuShengNianYue": gettext_lazy("month of birth"),
    "MinZu": gettext_lazy("nationality"),
    "JiGuan": gettext_lazy("native place"),
    "ChuShengDi": gettext_lazy("place of birth"),
    "RuDangShiJian": gettext_lazy("joined the Party"),
    "CanJiaGongZuoShiJian": gettext_lazy("began to work"),
    "JianKangZhuangKuang": gettext_lazy("health"),
    "ZhuanYeJiShuZhiWu": gettext_lazy("professional title"),
    "ShuXiZhuanYeYouHeZhuanChang": gettext_lazy("field and special skills"),
    "QuanRiZhiJiaoYu_XueLi": gettext_lazy("full-time education"),
    "QuanRiZhiJiaoYu_XueWei": gettext_lazy("full-time degree"),
    "QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi": gettext_lazy("school of the full-time education"),
    "QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi": gettext_lazy("school of the full-time degree"),
    "ZaiZhiJiaoYu_XueLi": gettext_lazy("on-the-job education"),
    "ZaiZhiJiaoYu_XueWei": gettext_lazy("on-the-job degree"),
    "ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi": gettext_lazy("school of the on-the-job education"),
    "ZaiZhiJiaoYu_XueWei_BiYeYuanXiaoXi": gettext_lazy("school of the on-the-job degree"),
    "XianRenZhiWu": gettext_lazy("present post"),
    "NiRenZhiWu": gettext_lazy("post proposed"),
    "NiMianZhiWu": gettext_lazy("post to be removed from"),
    "JianLi": gettext_lazy("career"),
    "JiangChengQingKuang": gettext_lazy("awards and penalties"),
    "NianDuKaoHeJieGuo": gettext_lazy("results of annual assessments"),
    "RenMianLiYou": gettext_lazy("reason of the appointment"),
    "ChengBaoDanWei": gettext_lazy("reporting unit"),
    "JiSuanNianLingShiJian": gettext_lazy("age counted on"),
    "TianBiaoShiJian": gettext_lazy("filled in on"),
    "TianBiaoRen": gettext_lazy("filled in by"),
    "ShenFenZheng": gettext_lazy("ID number"),
    "ZhaoPian": gettext_lazy("photo"),
    "Version": gettext_lazy("version"),
}
FAMILY_LABEL = gettext_lazy("family and important social relations")
SEXES = {"男": Cadre.Sex.MALE, "女": Cadre.Sex.FEMALE}


@dataclass(frozen=True)
class Difference:
    """One field that says something else in the file than with us."""

    tag: str
    label: str
    ours: str
    theirs: str


def cadre_of(form: Form, user: User) -> Cadre:
    """The cadre that the account keeps and the form is about: by ID number, else name and month.

    Raises:
        ValidationError: nobody, or more than one person.
    """
    cadres = Cadre.objects.editable_by(user)
    number = form.get("ShenFenZheng").strip().upper()
    if number:
        cadre = cadres.filter(id_number=number).first()
        if cadre is None:
            raise ValidationError(_("No cadre of yours has the ID number of this file."), "unknown")
        return cadre
    month = month_of(form.get("ChuShengNianYue"))
    name = "".join(form.get("XingMing").split())
    if not (name and month):
        message = _("The file has neither an ID number nor a name with the month of birth.")
        raise ValidationError(message, "nobody")
    year, number_of_month = month
    found = list(
        cadres.filter(name=name, birth_month__year=year, birth_month__month=number_of_month)[:2]
    )
    if not found:
        raise ValidationError(_("No cadre of yours has this name and month of birth."), "unknown")
    if len(found) > 1:
        message = _("Several cadres have this name and month of birth; add the ID number.")
        raise ValidationError(message, "several")
    return found[0]


def differences_from_record(form: Form, cadre: Cadre) -> list[Difference]:
    """Where the file differs from the cadre's own record, which an import never changes."""
    found = []
    name = "".join(form.get("XingMing").split())
    if name and name != cadre.name:
        found.append(_differs("XingMing", cadre.name, name))
    sex = form.get("XingBie").strip()
    if sex and SEXES.get(sex) != cadre.sex:
        found.append(_differs("XingBie", cadre.get_sex_display(), sex))
    born = form.get("ChuShengNianYue")
    ours = (cadre.birth_month.year, cadre.birth_month.month)
    if born and month_of(born) != ours:
        found.append(_differs("ChuShengNianYue", f"{cadre.birth_month:%Y.%m}", born))
    posts = Appointment.objects.on(timezone.localdate()).filter(cadre=cadre).select_related("unit")
    held = [f"{post.unit.name} {post.post}" for post in posts]
    post = form.get("XianRenZhiWu")
    if post and held and not any(one.replace(" ", "") == post.replace(" ", "") for one in held):
        found.append(_differs("XianRenZhiWu", "; ".join(held), post))
    return found


def differences_from_stored(stored: Form, offered: Form) -> list[Difference]:
    """Where the file differs from the form confirmed before, by element in the file's order."""
    tags = dict.fromkeys(
        tag for tag, _text in (*offered.texts, *stored.texts) if tag and tag != FAMILY
    )
    found = [
        Difference(tag, _label(tag), _brief(tag, stored.get(tag)), _brief(tag, offered.get(tag)))
        for tag in tags
        if stored.get(tag) != offered.get(tag)
    ]
    if stored.family != offered.family:
        found.append(Difference(FAMILY, str(FAMILY_LABEL), _people(stored), _people(offered)))
    return found


def with_ours(form: AppointmentForm, user: User) -> Form:
    """The form with what we know for certain: annual grades, and awards and penalties (L-10).

    Grades are those of published annual assessments; without any the text of the file stays.
    Awards and penalties come behind what the file says: it may know older ones.
    """
    grades = annual_grades([form.cadre_id]).get(form.cadre_id, {})
    # The file goes to systems that read Chinese, whatever the reader's language.
    with translation.override("zh-hans"):
        told = pgettext("list", ", ").join(
            _("annual assessment of %(year)s: %(grade)s") % {"year": year, "grade": grade}
            for year, grade in grades.items()
        )
    changes = {"NianDuKaoHeJieGuo": told} if told else {}
    known = form.form.get("JiangChengQingKuang")
    facts = facts_on_forms([form.cadre_id], user, kinds=AWARDS_AND_PENALTIES)
    added = [fact_line(one) for one in facts.get(form.cadre_id, ()) if one.fact not in known]
    if added:
        changes["JiangChengQingKuang"] = "\n".join([known, *added] if known else added)
    return form.form.changed(changes) if changes else form.form


def shown_fields(form: Form) -> list[tuple[str, str]]:
    """Labels and texts of the page, in the order of the printed form; the photo is left out."""
    known = [tag for tag in LABELS if tag not in {PHOTO, "Version"}]
    return [(_label(tag), form.get(tag)) for tag in known if form.get(tag)]


def shown_family(form: Form) -> list[list[str]]:
    """Each of the family, by the columns of the printed form."""
    return [[dict(person).get(part, "") for part in FAMILY_FIELDS] for person in form.family]


def _differs(tag: str, ours: str, theirs: str) -> Difference:
    return Difference(tag, _label(tag), ours, theirs)


def _label(tag: str) -> str:
    """What a person calls an element; one of another system keeps its own name."""
    return str(LABELS.get(tag, tag))


def _people(form: Form) -> str:
    return "; ".join(" ".join(filter(None, row)) for row in shown_family(form))


def _brief(tag: str, text: str) -> str:
    if tag == PHOTO:
        return _("a photo") if text else ""
    return text
