"""What the linters need to be told about every app, and what every model must have."""

import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from factory.django import DjangoModelFactory

ROOT = Path(settings.BASE_DIR)
OURS = [config for config in apps.get_app_configs() if Path(config.path).parent == ROOT]
OUR_MODELS = [model for config in OURS for model in config.get_models()]


def import_contracts() -> list[dict[str, object]]:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return pyproject["tool"]["importlinter"]["contracts"]


def contract(name: str) -> dict[str, object]:
    return next(found for found in import_contracts() if found["name"] == name)


def test_every_app_stands_on_a_floor() -> None:
    """An app that the import linter does not know is checked by nobody."""
    floors = {
        name.strip()
        for floor in contract("Apps depend downwards only")["layers"]
        for name in floor.split("|")
    }
    containers = set(contract("Inside every app")["containers"])
    with_models = {model._meta.app_label for model in OUR_MODELS}
    assert with_models <= floors
    assert with_models == containers


def test_models_are_found() -> None:
    """Guards the tests below against walking an empty list."""
    assert len(OUR_MODELS) > 20


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_model_has_a_factory(model: type[models.Model]) -> None:
    app = model._meta.app_label
    made = {
        found._meta.model
        for path in (ROOT / "tests" / app).glob("*factories*")
        for found in vars(import_module(f"tests.{app}.{path.stem}")).values()
        if isinstance(found, type) and issubclass(found, DjangoModelFactory)
    }
    assert model in made


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_model_says_what_a_row_is(model: type[models.Model]) -> None:
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}("), "only Django's own text"
    assert model._meta.ordering, "a list without an order jumps between pages"
