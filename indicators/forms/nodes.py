"""Forms of a section, a leaf and its rule."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from indicators.forms.rows import RowsArea
from indicators.forms.systems import NUMBER
from indicators.models import Indicator, IndicatorSystem, SystemNode
from indicators.rules.standards import split_bands
from indicators.rules.trees import plain
from indicators.selectors.trees import engine_language, system_tree
from scoring import RULES


class ParentField(forms.ModelChoiceField):
    """Sections of a system in reading order, each with its path number."""

    numbers: dict[int, str]

    def set_tree(self, system: IndicatorSystem, *, without: SystemNode) -> None:
        """Offer every section of the system except the node itself."""
        sections = [row for row in system_tree(system).rows if not row.is_leaf]
        self.numbers = {row.node.pk: row.number for row in sections}
        self.queryset = system.nodes.filter(source="").exclude(pk=without.pk)

    def label_from_instance(self, obj: Any) -> str:
        return f"{self.numbers[obj.pk]} {obj.name}"


class SectionForm(forms.ModelForm):
    """A section: where it stands and what it weighs."""

    parent = ParentField(
        SystemNode.objects.none(),
        label=_("Below"),
        required=False,
        empty_label=_("the top of the system"),
    )

    class Meta:
        model = SystemNode
        fields = ["code", "name", "parent", "kind", "weight", "cap", "floor"]
        widgets: dict[str, forms.Widget] = {
            name: forms.TextInput(attrs=NUMBER) for name in ("weight", "cap", "floor")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("weight", "cap", "floor"):
            if self.initial.get(name) is not None:
                self.initial[name] = plain(self.initial[name])
        self.fields["weight"].validators.append(MaxValueValidator(self.instance.system.full_marks))
        parent = self.fields["parent"]
        parent.set_tree(self.instance.system, without=self.instance)  # type: ignore[attr-defined]


class LeafForm(SectionForm):
    """A leaf: also its source, its indicator and its rule."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.all(),
        label=_("Indicator"),
        required=False,
        to_field_name="code",
        help_text=_("Type part of its code or name."),
        error_messages={"invalid_choice": _("The library has no indicator with this code.")},
        widget=forms.TextInput(
            attrs={"list": "indicator-options", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    class Meta(SectionForm.Meta):
        fields = [
            *SectionForm.Meta.fields,
            "source",
            "indicator",
            "rule",
            "standard",
            "missing",
            "missing_share",
        ]
        widgets = {
            **SectionForm.Meta.widgets,
            "rule": forms.Select(),
            "standard": forms.Textarea(attrs={"rows": 4}),
            "missing_share": forms.TextInput(attrs=NUMBER),
        }
        help_texts = {
            "standard": _(
                "Score bands in words; a judged leaf needs it. A band holds its lower bound: where "
                "two bands meet in a mark, it belongs to the upper one."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.indicator:
            self.initial["indicator"] = self.instance.indicator
        language = engine_language()
        self._offer_bands(language)
        self.fields["source"].required = self.fields["rule"].required = True
        self.fields["rule"].widget.choices = [
            ("", "—"),
            *((kind, rule.name[language]) for kind, rule in RULES.items()),
        ]

    def _offer_bands(self, language: str) -> None:
        """Rows for the score bands, unless the standard says more than rows can hold."""
        standard = self.data.get("standard", self.instance.standard)
        rows = split_bands(standard)
        if rows is not None:
            columns = [_("Band"), _("From"), _("To"), _("What it takes")]
            between = "to" if language == "en" else "至"
            self.fields["standard"].widget = RowsArea(
                [str(column) for column in columns], between=between, rows=rows
            )

    def clean_weight(self) -> Any:
        """A leaf without weight would be measured for nothing."""
        weight = self.cleaned_data["weight"]
        if not weight:
            raise forms.ValidationError(_("Type a weight above 0."))
        return weight
