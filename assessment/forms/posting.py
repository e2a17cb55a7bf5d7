"""What forms of several pages share: a question without fields, and the data that was sent."""

from django import forms
from django.http import HttpRequest, QueryDict


class ConfirmForm(forms.Form):
    """A question without fields: posting it is the answer, and it carries the refusal."""


def posted(request: HttpRequest) -> QueryDict | None:
    """Data of a form that was sent; None for a first look, even when a sent form has no fields."""
    return request.POST if request.method == "POST" else None
