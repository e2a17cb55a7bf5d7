"""The form that signs letters."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from evaluators.models import LetterVersion


class LettersForm(forms.Form):
    """One box a letter: each is agreed to by itself, all are needed."""

    def __init__(self, *args: Any, letters: Sequence[LetterVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for letter in letters:
            label = _("I have read the %(letter)s and sign it.") % {
                "letter": letter.get_kind_display()
            }
            # The key of the wording is in the name: what was shown is what is signed.
            self.fields[f"letter-{letter.pk}"] = forms.BooleanField(
                label=label, error_messages={"required": _("Read it and tick the box.")}
            )
