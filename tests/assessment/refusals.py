"""Why a service refused, by the code of its ValidationError."""

import pytest
from django.core.exceptions import ValidationError


def refusal(service, *args, **kwargs) -> str:
    """Code of the first refusal, whatever field it belongs to."""
    with pytest.raises(ValidationError) as refused:
        service(*args, **kwargs)
    error = refused.value
    errors = next(iter(error.error_dict.values())) if hasattr(error, "error_dict") else [error]
    return errors[0].code
