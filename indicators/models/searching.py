"""Finding things of the library by what people remember of them."""

from typing import Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat

LibraryT = TypeVar("LibraryT", bound=models.Model)
# More words than this nobody types; each is a condition on every row.
MOST_WORDS = 6


def counted(model: str, path: str, distinct: str = "pk") -> Coalesce:
    """How many rows of a model point to each row by a path: a count that no page but its own pays.

    Args:
        model: its label; distinct: of what the different ones are counted.
    """
    rows = apps.get_model(model)._default_manager.filter(**{path: OuterRef("pk")})
    counts = rows.order_by().values(path).annotate(n=Count(distinct, distinct=True)).values("n")
    return Coalesce(Subquery(counts), 0)


class LibraryQuerySet(models.QuerySet[LibraryT]):
    """Rows with a code, a name, its initials and tags."""

    def search(self, text: str) -> Self:
        """Rows that hold every word in code, name, initials or tags, the best hits first.

        Best is a code that begins with the words, then a name, then its initials.
        """
        words = text.replace("\x00", "").split()[:MOST_WORDS]
        found = self
        for word in words:
            found = found.filter(
                Q(code__icontains=word)
                | Q(name__icontains=word)
                | Q(initials__contains=word.lower())
                | Q(tags__icontains=word)
            )
        return found._best_first(words[0]) if words else found

    def _best_first(self, word: str) -> Self:
        place = Case(
            When(code__iexact=word, then=Value(0)),
            When(code__istartswith=word, then=Value(1)),
            When(name__istartswith=word, then=Value(2)),
            When(initials__startswith=word.lower(), then=Value(3)),
            When(name__icontains=word, then=Value(4)),
            default=Value(5),
            output_field=models.PositiveSmallIntegerField(),
        )
        return self.order_by(place, "code")

    def tagged(self, tag: str) -> Self:
        """Rows with a tag; tags stand in one column, sorted and separated."""
        around = Concat(Value("、"), "tags", Value("、"))
        return self.annotate(tags_apart=around).filter(tags_apart__contains=f"、{tag}、")
