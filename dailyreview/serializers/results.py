"""What the API says of decided grades, counted, and of patterns in them."""

from typing import Any

from rest_framework import serializers


class ShareSerializer(serializers.Serializer[Any]):
    """How many have a grade, and what that is of those graded, in percent."""

    grade = serializers.CharField()
    people = serializers.IntegerField()
    share = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)


class SpreadSerializer(serializers.Serializer[Any]):
    """The grades of some people, the best first, and how many have none yet."""

    graded = serializers.IntegerField()
    without = serializers.IntegerField()
    grades = ShareSerializer(source="cells", many=True)


class UnitResultSerializer(serializers.Serializer[Any]):
    """The grades of one unit's people in a quarter, with its class: compare inside it only."""

    id = serializers.IntegerField(source="unit.pk")
    unit = serializers.CharField(source="unit.code")
    name = serializers.CharField(source="unit.name")
    category = serializers.CharField(source="category.code")
    spread = SpreadSerializer()


class QuarterResultSerializer(serializers.Serializer[Any]):
    """One quarter of a unit; `of_class` is empty where it would tell the grades of one unit."""

    quarter = serializers.IntegerField(source="quarter.pk")
    period = serializers.CharField(source="quarter.period")
    spread = SpreadSerializer()
    of_class = SpreadSerializer(allow_null=True)


class UnitQuartersSerializer(serializers.Serializer[Any]):
    """The last quarters of a unit, oldest first."""

    id = serializers.IntegerField(source="unit.pk")
    unit = serializers.CharField(source="unit.code")
    name = serializers.CharField(source="unit.name")
    quarters = QuarterResultSerializer(many=True)


class TurnsSerializer(serializers.Serializer[Any]):
    """How often the best grade came back to somebody who had it lately."""

    people = serializers.IntegerField()
    quarters = serializers.IntegerField()
    places = serializers.IntegerField()
    repeats = serializers.IntegerField()
    expected = serializers.FloatField()
    p = serializers.FloatField()


class CloseCallsSerializer(serializers.Serializer[Any]):
    """Those at the line, by whether they got the best grade and had it the quarter before."""

    again = serializers.IntegerField()
    new = serializers.IntegerField()
    dropped = serializers.IntegerField()
    without = serializers.IntegerField()
    p = serializers.FloatField()


class PatternSerializer(serializers.Serializer[Any]):
    """Patterns in the grades of a unit; empty where there is too little to say anything."""

    id = serializers.IntegerField(source="unit.pk")
    unit = serializers.CharField(source="unit.code")
    name = serializers.CharField(source="unit.name")
    people = serializers.IntegerField()
    turns = TurnsSerializer(allow_null=True)
    close_calls = CloseCallsSerializer(source="close", allow_null=True)
    differ = serializers.FloatField(allow_null=True)
    goes_round = serializers.BooleanField()
    skips = serializers.BooleanField()
    is_flat = serializers.BooleanField()
    is_worth_a_look = serializers.BooleanField()
