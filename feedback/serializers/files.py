"""What the API says of the files of people and teams; the fields are those of the selectors."""

from typing import Any

from rest_framework import serializers

from organization.models import Cadre, Unit


class GradedSerializer(serializers.Serializer[Any]):
    """One decided grade; total and place for office and committee alone."""

    cycle = serializers.CharField(source="assessee.cycle.name")
    period = serializers.CharField()
    quarter = serializers.IntegerField(allow_null=True)
    grade = serializers.CharField()
    is_published = serializers.BooleanField()
    total = serializers.DecimalField(14, 6, allow_null=True)
    place = serializers.IntegerField(source="result.rank", default=None)
    size = serializers.IntegerField(source="result.group.size", default=None)


class PostHeldSerializer(serializers.Serializer[Any]):
    """A post with the grades that were decided in it."""

    unit = serializers.CharField(source="post.unit.name")
    post = serializers.CharField(source="post.post")
    post_level = serializers.CharField(source="post.post_level")
    starts_on = serializers.DateField(source="post.starts_on")
    ends_on = serializers.DateField(source="post.ends_on", allow_null=True)
    grades = GradedSerializer(many=True)


class FileLineSerializer(serializers.Serializer[Any]):
    """One line of a part."""

    head = serializers.CharField()
    text = serializers.CharField()


class FilePartSerializer(serializers.Serializer[Any]):
    """One of the thirteen parts; empty without lines."""

    key = serializers.CharField()
    title = serializers.CharField()
    lines = FileLineSerializer(many=True)


class PersonFileHeadSerializer(serializers.ModelSerializer[Cadre]):
    """Somebody whose file the account opens."""

    class Meta:
        model = Cadre
        fields = ["id", "name", "identity_class"]
        read_only_fields = fields


class PersonFileSerializer(serializers.Serializer[Any]):
    """The file of a person: posts with their grades, and the thirteen parts."""

    id = serializers.IntegerField(source="cadre.pk")
    name = serializers.CharField(source="cadre.name")
    posts = PostHeldSerializer(many=True)
    parts = FilePartSerializer(many=True)


class TeamFileHeadSerializer(serializers.ModelSerializer[Unit]):
    """A unit the file of whose team the account opens."""

    class Meta:
        model = Unit
        fields = ["id", "code", "name"]
        read_only_fields = fields


class TeamFileMemberSerializer(serializers.Serializer[Any]):
    """Somebody of the team, in the team's own order, with the annual grades."""

    cadre = serializers.IntegerField(source="post.cadre_id")
    name = serializers.CharField(source="post.cadre.name")
    post = serializers.CharField(source="post.post")
    standing = serializers.CharField(source="post.standing")
    annual = serializers.DictField(child=GradedSerializer())


class TeamFileSerializer(serializers.Serializer[Any]):
    """The file of a team: what was decided about the unit, and its members."""

    id = serializers.IntegerField(source="unit.pk")
    code = serializers.CharField(source="unit.code")
    name = serializers.CharField(source="unit.name")
    grades = GradedSerializer(many=True)
    members = TeamFileMemberSerializer(many=True)
