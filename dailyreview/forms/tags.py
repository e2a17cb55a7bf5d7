"""Forms of tags: a tag, putting it on people, taking it away, the conditions of its list."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dailyreview.models import CadreTag
from dailyreview.models.dossier import people_kept
from organization.forms.units import date_input
from organization.models import Cadre, Domain, Role, User

LONG = {"rows": 3}


class TagForm(forms.ModelForm):
    """A tag of a domain."""

    class Meta:
        model = CadreTag
        fields = ["domain", "code", "name", "description"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domain: Any = self.fields["domain"]
        domain.queryset = Domain.objects.editable_by(user)
        domain.initial = domain.queryset.first()


class TaggingForm(forms.Form):
    """Which tag, on whom, since when and why."""

    people = forms.ModelMultipleChoiceField(
        label=_("people"),
        queryset=Cadre.objects.none(),
        widget=forms.MultipleHiddenInput,
        error_messages={"required": _("Choose at least one person.")},
    )
    tag = forms.ModelChoiceField(
        label=pgettext_lazy("cadre", "tag"), queryset=CadreTag.objects.none()
    )
    since = forms.DateField(label=_("since"), widget=date_input())
    reason = forms.CharField(
        label=_("reason"),
        max_length=300,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("What was looked at besides points."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["people"]
        people.queryset = taggable_by(user)
        tags: Any = self.fields["tag"]
        tags.queryset = CadreTag.objects.editable_by(user)
        self.fields["since"].initial = timezone.localdate()


class TagRemovalForm(forms.Form):
    """Why a tag is taken away."""

    reason = forms.CharField(label=_("reason"), max_length=300, widget=forms.Textarea(attrs=LONG))


class TagSearchForm(forms.Form):
    """The conditions of a list of people with a tag."""

    unit = forms.CharField(
        label=_("unit"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name or code")}),
    )
    since_year = forms.IntegerField(
        label=_("tagged in"), min_value=1990, max_value=2100, required=False
    )
    born_from = forms.DateField(label=_("born from"), widget=date_input(), required=False)
    has_faults = forms.ChoiceField(
        label=_("negative facts"),
        choices=[("", _("all")), ("yes", _("some")), ("no", _("none"))],
        required=False,
    )

    @property
    def conditions(self) -> dict[str, Any]:
        """What was asked; a field that makes no sense is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def taggable_by(user: User) -> QuerySet[Cadre]:
    """People whose dossiers the account keeps as office staff, never itself."""
    people = people_kept(user, [Role.OFFICE_STAFF])
    return people.exclude(pk=user.cadre_id) if user.cadre_id else people
