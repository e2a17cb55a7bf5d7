"""Grade gates that confirmed checklists suggest (GRD-04); a person records each of them."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from assessment.models import Assessee, AssessmentCycle, OverlayFact
from collection.models import CheckSheet
from collection.selectors.checklists import result_band
from organization.models import User


@dataclass(frozen=True)
class GateProposal:
    """What a confirmed checklist would mean for the grade of an assessee.

    Attributes:
        effect: of OverlayFact.Effect.
    """

    assessee: Assessee
    sheet: CheckSheet
    effect: OverlayFact.Effect
    clause: str
    fact: str

    @property
    def query(self) -> str:
        """The form that records it, filled in."""
        return urlencode(
            {
                "assessee": str(self.assessee.pk),
                "effect": str(self.effect),
                "clause": self.clause,
                "fact": self.fact,
            }
        )


def gate_proposals(cycle: AssessmentCycle, user: User) -> list[GateProposal]:
    """What the checklists confirmed for the cycle's period suggest and nobody has recorded yet."""
    sheets = (
        CheckSheet.objects.visible_to(user)
        .confirmed()
        .filter(period=cycle.period)
        .select_related("checklist", "unit", "cadre")
        .prefetch_related("checklist__bands", "checklist__items")
    )
    telling = {
        (sheet.cadre_id, None if sheet.cadre_id else sheet.unit_id): sheet
        for sheet in sheets
        if (band := result_band(sheet)) and band.consequence
    }
    concerned = Q(appointment__cadre__in=[cadre for cadre, _unit in telling if cadre]) | Q(
        appointment__isnull=True, unit__in=[unit for _cadre, unit in telling if unit]
    )
    assessees = Assessee.objects.visible_to(user).filter(concerned, cycle=cycle)
    recorded = set(
        OverlayFact.objects.filter(assessee__cycle=cycle).values_list("assessee", "clause")
    )
    found = [
        _proposal(one, telling[_key_of(one)]) for one in assessees.select_related("appointment")
    ]
    return [one for one in found if (one.assessee.pk, one.clause) not in recorded]


def _key_of(assessee: Assessee) -> tuple[int | None, int | None]:
    """The cadre of a person, the unit of a unit."""
    if assessee.appointment is not None:
        return assessee.appointment.cadre_id, None
    return None, assessee.unit_id


def _proposal(assessee: Assessee, sheet: CheckSheet) -> GateProposal:
    band = result_band(sheet)
    assert band is not None
    facts = {
        "checklist": sheet.checklist,
        "word": band.word,
        "good": sheet.good_count,
        "all": len(sheet.answers),
    }
    fact = _("%(checklist)s: %(word)s, %(good)s of %(all)s points met") % facts
    effect = OverlayFact.Effect(band.consequence)
    return GateProposal(assessee, sheet, effect, sheet.checklist.clause, fact)
