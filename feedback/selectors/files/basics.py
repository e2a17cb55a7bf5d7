"""Basic facts of a person: from the own record, and from the appointment form for who keeps it."""

from django.utils.translation import gettext as _

from dailyreview.rules.lrmx import Form, month_of
from dailyreview.selectors.appointment_forms import LABELS
from feedback.selectors.files.material import Material

# Of the form, what the own record does not know.
OF_THE_FORM = (
    "MinZu",
    "RuDangShiJian",
    "CanJiaGongZuoShiJian",
    "QuanRiZhiJiaoYu_XueLi",
    "ZaiZhiJiaoYu_XueLi",
    "ZhuanYeJiShuZhiWu",
)


def basics_of(material: Material) -> list[tuple[str, str]]:
    """Labels and values; what is not known is left out."""
    cadre, form = material.cadre, material.form or Form()
    facts = [
        (_("full name"), cadre.name),
        (_("sex"), cadre.get_sex_display()),
        (_("month of birth"), f"{cadre.birth_month:%Y-%m}"),
        (_("identity class"), cadre.get_identity_class_display()),
        (_("ID number"), cadre.masked_id_number),
    ]
    return [*facts, *((str(LABELS[tag]), form.get(tag)) for tag in OF_THE_FORM if form.get(tag))]


def party_of(form: Form) -> str:
    """The political status as the form tells it: a month is that of joining the Party."""
    text = form.get("RuDangShiJian").strip()
    return _("Party member") if month_of(text) else text


def education_of(form: Form) -> str:
    """The education that was reached last."""
    return form.get("ZaiZhiJiaoYu_XueLi").strip() or form.get("QuanRiZhiJiaoYu_XueLi").strip()
