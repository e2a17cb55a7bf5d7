"""Forms of the files of people and teams."""

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.models import FileBatch, PersonCard, TeamCard

BOX = forms.Textarea(attrs={"rows": 4})


class PersonCardForm(forms.ModelForm):
    """The office's own words on the card of a person."""

    class Meta:
        model = PersonCard
        fields = ["gaps", "matters"]
        widgets = {"gaps": BOX, "matters": BOX}
        help_texts = {
            "gaps": _("Reminders and the person's own words stand there by themselves."),
            "matters": _("Facts of the dossier stand there by themselves."),
        }


class TeamCardForm(forms.ModelForm):
    """The posts of a team and the office's own words on its card."""

    class Meta:
        model = TeamCard
        fields = [
            "principal_places",
            "deputy_places",
            "member_places",
            "traits",
            "gaps",
            "advice",
        ]
        widgets = {"traits": BOX, "gaps": BOX, "advice": BOX}


class FileBatchForm(forms.Form):
    """In which form the files of a unit are wanted."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=FileBatch.Format.choices,
        initial=FileBatch.Format.PDF,
        widget=forms.RadioSelect,
    )
