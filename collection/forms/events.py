"""Forms of events: kinds, an event, ruling on it, what lists are asked for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from collection.models import EventKind, EventLevel, UnitEvent
from indicators.models import Indicator, IndicatorSystem
from indicators.models.values import validate_period
from organization.forms.units import date_input
from organization.models import DOMAIN_ROLES, Domain, Unit, User

LONG = {"rows": 3}


def period_field(**options: Any) -> forms.CharField:
    """A year, half, quarter or month."""
    return forms.CharField(
        label=gettext_lazy("period"),
        max_length=7,
        validators=[validate_period],
        widget=forms.TextInput(attrs={"placeholder": "2023 · 2023H1 · 2023Q1 · 2023-01"}),
        **options,
    )


class EventFilterForm(forms.Form):
    """Which events."""

    text = forms.CharField(
        label=gettext_lazy("Unit or fact"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    period = period_field(required=False)
    colour = forms.ChoiceField(
        label=pgettext_lazy("event", "colour"),
        required=False,
        choices=[("", gettext_lazy("all")), *EventKind.Colour.choices],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("state"),
        required=False,
        choices=[("", gettext_lazy("all")), *UnitEvent.State.choices],
    )

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for and can be understood."""
        self.is_valid()
        return self.cleaned_data


class QuarterForm(forms.Form):
    """Of which system and period."""

    system = forms.ModelChoiceField(
        IndicatorSystem.objects.none(),
        label=gettext_lazy("Indicator system"),
        empty_label=None,
    )
    period = period_field()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        systems = IndicatorSystem.objects.visible_to(user).in_force()
        if not user.answers_for_all_domains(DOMAIN_ROLES):
            systems = systems.filter(category__domain__in=user.domain_keys(DOMAIN_ROLES))
        self.fields["system"].queryset = systems.select_related("category")  # type: ignore[attr-defined]


class EventKindForm(forms.ModelForm):
    """A kind of event; its levels are written one a line."""

    class Meta:
        model = EventKind
        fields = [
            "domain",
            "code",
            "name",
            "colour",
            "indicator",
            "counts_as",
            "levels",
            "clause",
            "is_active",
        ]

    # A code to type: a menu of four thousand indicators is none.
    indicator = forms.ModelChoiceField(
        label=gettext_lazy("indicator"),
        queryset=Indicator.objects.none(),
        to_field_name="code",
        widget=forms.TextInput,
        help_text=gettext_lazy(
            "Its code. Leaves with this indicator and the source “events” count the events."
        ),
        error_messages={"invalid_choice": gettext_lazy("No indicator has this code.")},
    )
    levels = forms.CharField(
        label=gettext_lazy("levels"),
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=gettext_lazy("One a line with what it counts as, for example “national 2”."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kind = kwargs.get("instance")
        if kind is not None and kind.pk:
            lines = (f"{one} {one.counts_as.normalize():f}" for one in kind.levels.all())
            kwargs["initial"] = {"levels": "\n".join(lines), "indicator": kind.indicator.code}
        super().__init__(*args, **kwargs)
        domain: Any = self.fields["domain"]
        domain.queryset = Domain.objects.editable_by(user)
        domain.initial = domain.queryset.first()
        self.fields["indicator"].queryset = Indicator.objects.visible_to(user)  # type: ignore[attr-defined]

    def clean_levels(self) -> dict[str, str]:
        """Names with what they count as."""
        found: dict[str, str] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["levels"].splitlines())):
            name, _blank, number = line.rpartition(" ")
            if not name or name in found:
                raise ValidationError(_("Write each level once, as a name, a blank and a number."))
            found[name.strip()] = number
        return found


class UnitEventForm(forms.Form):
    """What happened to which unit, and the paper that proves it."""

    kind = forms.ModelChoiceField(EventKind.objects.none(), label=gettext_lazy("kind"))
    level = forms.ModelChoiceField(
        EventLevel.objects.none(),
        label=gettext_lazy("level"),
        required=False,
        help_text=gettext_lazy("Only where the kind has levels."),
    )
    unit = forms.CharField(
        label=gettext_lazy("unit"),
        max_length=120,
        help_text=gettext_lazy("Its name or code."),
    )
    happened_on = forms.DateField(label=gettext_lazy("happened on"), widget=date_input())
    fact = forms.CharField(
        label=gettext_lazy("fact"), max_length=500, widget=forms.Textarea(attrs=LONG)
    )
    document = forms.CharField(label=gettext_lazy("document number"), max_length=100)
    source_department = forms.CharField(label=gettext_lazy("source department"), max_length=100)
    evidence = forms.FileField(
        label=gettext_lazy("evidence"),
        help_text=gettext_lazy("The paper itself; nothing secret may be uploaded here."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = EventKind.objects.editable_by(user).filter(is_active=True)
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]
        level: Any = self.fields["level"]
        level.queryset = EventLevel.objects.filter(kind__in=kinds).select_related("kind")
        level.label_from_instance = lambda one: f"{one.kind}: {one}"
        self.units = Unit.objects.editable_by(user).filter(is_active=True)

    def clean_unit(self) -> Unit:
        """The one unit that a name or a code means."""
        text = self.cleaned_data["unit"].strip()
        for column in ("code", "name", "short_name"):
            found = list(self.units.filter(**{column: text})[:2])
            if len(found) == 1:
                return found[0]
        raise ValidationError(_("No unit that you keep has exactly this name or code."))


class RulingForm(forms.Form):
    """Confirm or refuse."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("decision"),
        choices=[
            ("confirm", gettext_lazy("confirm")),
            ("refuse", pgettext_lazy("event", "do not confirm")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=gettext_lazy("Needed where it is not confirmed."),
    )


class EventWithdrawForm(forms.Form):
    """Why an event is taken back."""

    reason = forms.CharField(label=gettext_lazy("reason"), max_length=300)


class ViewForm(forms.Form):
    """What the unit says to it."""

    view = forms.CharField(
        label=gettext_lazy("view of the unit"),
        max_length=500,
        widget=forms.Textarea(attrs=LONG),
    )


class EventUploadForm(forms.Form):
    """A list of events of one domain, and the paper that proves all of them."""

    domain = forms.ModelChoiceField(Domain.objects.none(), label=gettext_lazy("domain"))
    file = forms.FileField(
        label=gettext_lazy("List"),
        help_text=gettext_lazy("An .xlsx or .csv file of at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    evidence = forms.FileField(
        label=gettext_lazy("evidence"),
        help_text=gettext_lazy("The paper that proves every row, such as the circular itself."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domain: Any = self.fields["domain"]
        domain.queryset = Domain.objects.editable_by(user)
        domain.initial = domain.queryset.first()
