import pytest
from django.core.exceptions import ValidationError

from indicators.imports import format_params, parse_params
from indicators.imports.params import _name_key, _names
from scoring import RULES

STATED = {
    "target": {"form": "base", "target": "120", "direction": "lower", "base_share": "0.7"},
    "bands": {"bands": [["60", "6"], ["90", "10"]], "below": "0", "edge": "to"},
    "rank": {"form": "table", "table": [["1", "60"], ["2", "57"]]},
    "ratio_to_best": {"direction": "lower"},
    "benchmark": {"against": "mean", "cap_up": "5", "cap_down": "5", "whole_steps": True},
    "growth": {"whole_steps": False, "step": "4"},
    "count": {"effect": "both", "floor": "-3"},
    "linear": {"low": "20", "high": "60", "floor": "0.6"},
    "efficacy": {"form": "standards", "standards": [["1.7", "0.6"], ["9.5", "0.8"]]},
    "standardised": {"clip": "2"},
    "options": {"options": [["好", "100"], ["中", "60"], ["差", "0"]]},
    "marks": {"scale": "10"},
    "checklist": {"items": "25", "reversed": ["甲", "乙"]},
    "linked": {"form": "shortfall", "benchmark": "60"},
}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", sorted(RULES))
def test_parameters_are_read_as_they_were_written(kind, language):
    text = format_params(kind, STATED[kind], language)
    assert parse_params(kind, text) == STATED[kind]


@pytest.mark.parametrize("kind", sorted(RULES))
def test_every_name_means_one_parameter(kind):
    names = [
        key for parameter in RULES[kind].parameters for key in {*map(_name_key, _names(parameter))}
    ]
    assert len(names) == len(set(names))


def test_share_may_be_written_in_percent():
    assert parse_params("linear", "最低=60%")["floor"] == "0.6"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("linear", "没有这个=1"),
        ("linear", "下端"),
        ("linear", "下端=高"),
        ("linear", "下端=60；上端=20"),
        ("linear", "方向=向左"),
        ("growth", "只计满档=大概"),
        ("bands", "区间表=60，70"),
        ("bands", ""),
        ("growth", "每档增幅=5%"),
    ],
)
def test_wrong_parameters_are_refused(kind, text):
    with pytest.raises(ValidationError):
        parse_params(kind, text)
