"""What somebody sees: a page as text, the picker of a seat, the list of the pool."""

from typing import Any

from django.test import Client
from django.urls import reverse

from evaluators.models import Evaluator, FieldPlan, Seat


def page(client: Client, name: str, /, *args: object, **query: object) -> str:
    """The text of a page of the evaluators that must open, with single blanks."""
    answer = client.get(reverse(f"evaluators:{name}", args=args), query)
    assert answer.status_code == 200, name
    return " ".join(answer.content.decode().split())


def press(client: Client, name: str, /, *args: object, **typed: Any) -> str:
    """Send a form that must be taken; the page that follows."""
    answer = client.post(reverse(f"evaluators:{name}", args=args), typed, follow=True)
    assert answer.redirect_chain, refusals(answer)
    return " ".join(answer.content.decode().split())


def refused(client: Client, name: str, /, *args: object, **typed: Any) -> str:
    """Send a form that must not be taken; what the page says."""
    answer = client.post(reverse(f"evaluators:{name}", args=args), typed)
    assert answer.status_code == 200, name
    return refusals(answer)


def refusals(answer: Any) -> str:
    """The errors of a form that came back."""
    errors = answer.context["form"].errors if answer.context else {}
    return " ".join(text for texts in errors.values() for text in texts)


def people(client: Client, **filters: object) -> set[str]:
    """Names in the list of the pool."""
    answer = client.get(reverse("evaluators:evaluator_list"), filters)
    return {row.record.name for row in answer.context["table"].page.object_list}


def offered(client: Client, seat: Seat, **query: object) -> list[str]:
    """Names that the picker of a seat lets place, in its order."""
    answer = client.get(reverse("evaluators:seat_pick", args=[seat.pk]), query)
    return [one.evaluator.name for one in answer.context["free"]]


def barred(client: Client, seat: Seat) -> dict[str, str]:
    """Names that stand below in the picker, with the reasons."""
    answer = client.get(reverse("evaluators:seat_pick", args=[seat.pk]))
    return {
        one.evaluator.name: " ".join([*one.lacks, *(told.text for told in one.objections)])
        for one in answer.context["barred"]
    }


def place(client: Client, seat: Seat, evaluator: Evaluator) -> str:
    """Try to place somebody from the picker; empty when it was taken, else the reason."""
    answer = client.post(
        reverse("evaluators:seat_pick", args=[seat.pk]), {"evaluator": evaluator.pk}
    )
    return "" if answer.status_code == 302 else refusals(answer)


def seat_for(plan: FieldPlan, role: str) -> Seat:
    """The first seat of a role."""
    seats = Seat.objects.select_related("group__plan", "role")
    return seats.filter(group__plan=plan, role__code=role).earliest("pk")
