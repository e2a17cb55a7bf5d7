"""The written appraisal to the home unit (个人鉴定) as DOCX in the official layout."""

import io

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx.shared import Pt

from evaluators.selectors.appraisals import Appraisal
from organization.paper.word_layout import official_document


def appraisal_docx(appraisal: Appraisal) -> bytes:
    """The letter in the current language: counts first, then tasks and the leaders' remarks."""
    document = official_document()
    add = document.add_paragraph
    evaluator = appraisal.evaluator
    add(_("Appraisal of an evaluator"), "Title")
    add("")
    addressee = add(_("%(unit)s:") % {"unit": evaluator.comes_from})
    addressee.paragraph_format.first_line_indent = Pt(0)
    add(_opening(appraisal))
    for head, lines in _parts(appraisal):
        add(head, "Heading 1")
        for line in lines:
            add(line)
    add("")
    today = date_format(timezone.localdate(), "DATE_FORMAT")
    add(_("(Seal)"), "Signature").paragraph_format.keep_with_next = True
    add(today, "Signature")
    document.core_properties.title = f"{evaluator} {appraisal.year}"
    document.core_properties.author = document.core_properties.comments = ""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _opening(appraisal: Appraisal) -> str:
    evaluator = appraisal.evaluator
    person = pgettext("list", ", ").join(
        part for part in (evaluator.name, evaluator.get_sex_display(), evaluator.post) if part
    )
    return _(
        "%(person)s. In %(year)s the person served in groups %(seats)s times, visited %(units)s"
        " units and took part in %(trainings)s trainings."
    ) % {
        "person": person,
        "year": appraisal.year,
        "seats": appraisal.served,
        "units": appraisal.units,
        "trainings": appraisal.trainings,
    }


def _parts(appraisal: Appraisal) -> list[tuple[str, list[str]]]:
    served = [
        _("%(plan)s, %(group)s, %(role)s, %(units)s units.")
        % {
            "plan": seat.group.plan,
            "group": seat.group,
            "role": seat.role,
            "units": len(seat.group.plan_units.all()),
        }
        for seat in appraisal.seats
    ]
    tasks = [
        _("%(task)s: %(times)s times.") % {"task": name, "times": times}
        for name, times in appraisal.tasks
    ]
    parts = [
        (_("Service in groups"), served),
        (_("Tasks done"), tasks),
        (_("Remarks of the group leader"), appraisal.remarks),
    ]
    numerals = _("1 2 3 4 5 6 7 8 9").split()
    filled = [part for part in parts if part[1]]
    return [
        (_("%(number)s. %(head)s") % {"number": numeral, "head": head}, lines)
        for numeral, (head, lines) in zip(numerals, filled, strict=False)
    ]
