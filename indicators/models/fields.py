"""A column that follows another one."""

from typing import TYPE_CHECKING, Any

from django.db import models

from indicators.rules.initials import initials

if TYPE_CHECKING:
    _Text = models.CharField[str, str]
else:
    _Text = models.CharField


class InitialsField(_Text):
    """The initials of another field, for searching; made anew whenever the row is written whole.

    A field rather than a step of a service: rows come from pages, workbooks and the admin.
    """

    def __init__(self, *args: Any, of: str = "name", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"blank": True, "editable": False, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = initials(getattr(model_instance, self.of))[: self.max_length]
        setattr(model_instance, self.attname, text)
        return text
