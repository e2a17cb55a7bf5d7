"""Forms of event files: the file, a person cited, an award proposed and decided."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dailyreview.models import DossierEntry, EventFile
from dailyreview.models.dossier import people_kept
from organization.forms.units import date_input
from organization.models import Domain, Role, User

LONG = {"rows": 3}


class EventFileForm(forms.ModelForm):
    """What happened, and when."""

    class Meta:
        model = EventFile
        fields = ["domain", "name", "kind", "starts_on", "ends_on", "description"]
        widgets = {
            "starts_on": date_input(),
            "ends_on": date_input(),
            "description": forms.Textarea(attrs=LONG),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domain: Any = self.fields["domain"]
        domain.queryset = Domain.objects.editable_by(user)
        domain.initial = domain.queryset.first()


class CitationForm(forms.Form):
    """Who is cited for which part and which conduct."""

    name = forms.CharField(label=gettext_lazy("full name"), max_length=60)
    id_number = forms.CharField(
        label=gettext_lazy("ID number"),
        max_length=18,
        required=False,
        help_text=gettext_lazy("Needed where several people have the name."),
    )
    part = forms.CharField(
        label=gettext_lazy("part played"),
        max_length=100,
        help_text=gettext_lazy("For example head of a team, on duty, in charge of the site."),
    )
    conduct = forms.ChoiceField(
        label=gettext_lazy("conduct"), choices=DossierEntry.Side.choices, widget=forms.RadioSelect
    )
    fact = forms.CharField(
        label=gettext_lazy("fact"), max_length=500, widget=forms.Textarea(attrs=LONG)
    )
    happened_on = forms.DateField(label=gettext_lazy("happened on"), widget=date_input())
    document = forms.CharField(
        label=gettext_lazy("document"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("What proves it, with its number."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_kept(user, [Role.OFFICE_STAFF])
        self.people = people.exclude(pk=user.cadre_id) if user.cadre_id else people

    def clean(self) -> None:
        """Find the one person whom name and number mean."""
        given = self.cleaned_data
        if "name" not in given or "id_number" not in given:
            return
        people = self.people.filter(name=given["name"])
        if given["id_number"]:
            people = people.filter(id_number=given["id_number"])
        found = list(people[:2])
        if not found:
            raise ValidationError({"name": _("No cadre whose dossier you keep is meant by this.")})
        if len(found) > 1:
            message = _("Several people have this name: give the ID number.")
            raise ValidationError({"id_number": message})
        given["cadre"] = found[0]

    @property
    def citation(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("cadre", "part", "conduct", "fact", "happened_on", "document")
        return {name: self.cleaned_data[name] for name in names}


class AwardForm(forms.Form):
    """Which award, and why."""

    award = forms.CharField(
        label=gettext_lazy("award"),
        max_length=100,
        help_text=gettext_lazy("For example commendation, merit third class."),
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"), max_length=300, widget=forms.Textarea(attrs=LONG)
    )


class AwardDecisionForm(forms.Form):
    """Adopt or decline."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("decision"),
        choices=[("adopt", gettext_lazy("adopt")), ("decline", gettext_lazy("decline"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("words on the decision"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=gettext_lazy("Needed to decline."),
    )
