"""What the rules need to know about an evaluator and about who is assessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

NOTHING: frozenset[int] = frozenset()
NOWHERE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class EvaluatorFacts:
    """An evaluator (考评员) as the rules see one; keys are those of the caller.

    Attributes:
        person: key of the evaluator as a person, where one may be assessed oneself.
        roles: group roles one is qualified for today; empty when nothing may be assigned.
        units, superiors: units one serves in now, and the units above those.
        native_place, growth_places, work_places: GB/T 2260 codes (籍贯地, 成长地, 工作地).
        work_units: units one served in before.
        kin_units, kin_people: where relatives are, and who they are (L-05).
        interest_units, interest_people: declared interests.
        rated_by_units, rated_by_people: whose people rate this evaluator in the same cycle.
        served: years in which one assessed a unit, by key of the unit.
        tags: what groups count, such as a skill or the core tier.
        home: the department one is sent by; categories: those one knows from experience.
        load: duties of this year so far; is_new: joined since the last assessment.
    """

    key: int
    person: int | None = None
    roles: frozenset[str] = NOWHERE
    units: frozenset[int] = NOTHING
    superiors: frozenset[int] = NOTHING
    native_place: str = ""
    growth_places: frozenset[str] = NOWHERE
    work_places: frozenset[str] = NOWHERE
    work_units: frozenset[int] = NOTHING
    kin_units: frozenset[int] = NOTHING
    kin_people: frozenset[int] = NOTHING
    interest_units: frozenset[int] = NOTHING
    interest_people: frozenset[int] = NOTHING
    rated_by_units: frozenset[int] = NOTHING
    rated_by_people: frozenset[int] = NOTHING
    served: Mapping[int, frozenset[int]] = field(default_factory=dict)
    tags: frozenset[str] = NOWHERE
    home: int | None = None
    categories: frozenset[int] = NOTHING
    load: float = 0.0
    is_new: bool = False


@dataclass(frozen=True)
class AssesseeFacts:
    """Who is assessed (考核对象): a unit, or a person of that unit.

    Attributes:
        unit, superiors: the unit, and the units above it as far up as the recusal reaches.
        people: persons assessed: the one, or all whom the unit's assessment covers.
        region: region code of GB/T 2260; a code of a whole province is no place to recuse from.
    """

    key: int
    unit: int
    superiors: frozenset[int] = NOTHING
    people: frozenset[int] = NOTHING
    region: str = ""
    category: int | None = None
