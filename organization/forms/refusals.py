"""How a service's refusal becomes an error of the form that asked for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.core.exceptions import ValidationError


@contextmanager
def refusals_to(form: forms.BaseForm) -> Iterator[None]:
    """Turn the ValidationError of a service into errors of the form, to show the page again."""
    try:
        yield
    except ValidationError as error:
        by_field = getattr(error, "error_dict", {None: error})
        for name, errors in by_field.items():
            # A service may name a field that this form does not have: the error must still show.
            form.add_error(name if name in form.fields else None, errors)
