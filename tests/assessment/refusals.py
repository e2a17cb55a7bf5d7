"""Why a service refused, by the code of its ValidationError."""

import pytest
from django.core.exceptions import ValidationError


def refusal(service, *args, **kwargs) -> str:
    """Code of the first refusal, whatever field it belongs to."""
    with pytest.raises(ValidationError) as refused:
        service(*args, **kwargs)
    error = refused.value
    by_field = getattr(error, "error_dict", None)
    errors = next(iter(by_field.values())) if by_field else error.error_list
    return errors[0].code
