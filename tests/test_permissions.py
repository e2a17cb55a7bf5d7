"""The permission matrix (T33), its canaries (T34), malformed bodies (T43), audit rows (T40).

The statement is tests/permissions.yaml, its format is described there; the objects it names are in
tests/permissions_world.py.
"""

import io
import random
import zipfile
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.contrib import admin, auth
from django.contrib.auth import middleware
from django.core.cache import caches
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from organization.models import AuditEvent, Role, User
from organization.services.logins import IDLE_SECONDS
from tests.permissions_world import Side, World, build_world, payloads

pytestmark = pytest.mark.django_db

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
UNSAFE = METHODS[1:]
ROLES = tuple(role.value for role in Role)
SCOPES = ("own", "other")
CHANGED = {HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT, HTTPStatus.FOUND}
# Administrators' pages list every unit; everybody else must never meet the other unit's canary.
SEES_BOTH_UNITS = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}

STATEMENT = yaml.safe_load((Path(__file__).parent / "permissions.yaml").read_text("utf-8"))
GROUPS = {
    **{name: roles.split() for name, roles in STATEMENT["groups"].items()},
    "everyone": [*ROLES, "anonymous"],
}


@dataclass(frozen=True)
class Line:
    """What the statement says of one URL and method."""

    url: str
    method: str
    scope: str
    status_of: dict[str, int]
    args: dict[str, str]
    audited: bool

    def path(self, side: Side) -> str:
        return reverse(
            self.url, kwargs={name: _argument(side, text) for name, text in self.args.items()}
        )


def _argument(side: Side, text: str) -> Any:
    name, _, attribute = str(text).partition(".")
    return getattr(side.objects[name], attribute or "pk") if name in side.objects else text


def read_lines(url: str, entry: dict[str, Any]) -> Iterator[Line]:
    args = entry.get("args", {})
    for methods, cell in entry.items():
        if methods in {"args", "unaudited"}:
            continue
        scoped = cell if set(cell) <= set(SCOPES) else dict.fromkeys(SCOPES, cell)
        if not args:
            scoped = {"own": scoped["own"]}
        for method in methods.split():
            for scope, statuses in scoped.items():
                status_of = read_statuses(f"{url} {method} {scope}", statuses)
                audited = not entry.get("unaudited", False)
                yield Line(url, method, scope, status_of, args, audited)


def read_statuses(place: str, statuses: dict[int, str]) -> dict[str, int]:
    """Role -> status; exactly one for each role."""
    status_of: dict[str, int] = {}
    rest = None
    for status, names in statuses.items():
        for name in names.split():
            if name == "rest":
                rest = status
                continue
            for role in GROUPS.get(name, [name]):
                assert role in {*ROLES, "anonymous"}, f"{place}: unknown role {role}"
                assert role not in status_of, f"{place}: {role} stands there twice"
                status_of[role] = status
    if rest is not None:
        status_of = dict.fromkeys(ROLES, rest) | status_of
    missing = set(ROLES) - set(status_of)
    assert not missing, f"{place}: nothing said of {sorted(missing)}"
    status_of.setdefault("anonymous", 401 if place.startswith("api:") else 302)
    return status_of


@cache
def site_urls() -> dict[str, Any]:
    """Name -> view of every URL of the site; the inner URLs of the admin have their own test."""

    def walk(patterns: list[Any], prefix: str) -> Iterator[tuple[str, Any]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                if pattern.namespace != "admin":
                    yield from walk(pattern.url_patterns, inner)
            elif isinstance(pattern, URLPattern):
                assert pattern.name, f"{pattern.pattern} has no name"
                yield f"{prefix}{pattern.name}", pattern.callback

    return dict(walk(get_resolver().url_patterns, ""))


LINES = [line for url, entry in STATEMENT["urls"].items() for line in read_lines(url, entry)]
LISTED = {(line.url, line.method) for line in LINES}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once; each test undoes what it changed, the end undoes the rest."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def clients(world: World) -> dict[str, tuple[Client, str]]:
    """A client of each role, with the session it starts every request with."""
    clients = {"anonymous": (Client(raise_request_exception=False), "")}
    for role, user in world.users.items():
        client = Client(raise_request_exception=False)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        # The matrix takes minutes and starts each request as just after the login.
        session = client.session
        session[IDLE_SECONDS] = settings.SESSION_COOKIE_AGE
        session.save()
        clients[role] = (client, client.cookies[settings.SESSION_COOKIE_NAME].value)
    return clients


@pytest.fixture(scope="module", autouse=True)
def remembered_users(world: World, clients: dict[str, tuple[Client, str]]) -> Iterator[None]:
    """Everybody with the roles of today: to read them anew takes a third of each request."""
    known = {
        session: User.objects.get(pk=world.users[role].pk)
        for role, (_, session) in clients.items()
        if session
    }
    assert all(user.current_roles for user in known.values())

    def get_user(request: HttpRequest) -> Any:
        user = known.get(request.session.session_key or "")
        return copy(user) if user else auth.get_user(request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(middleware, "get_user", lambda request: get_user(request))
        yield


@pytest.fixture(scope="module")
def bodies(world: World) -> dict[str, dict[str, Any]]:
    """What a POST must carry, by side and URL: making them all costs as much as three requests."""
    return {scope: payloads(getattr(world, scope)) for scope in SCOPES}


@pytest.fixture(scope="module", autouse=True)
def plain_refusals() -> Iterator[None]:
    """A refusal is asked for its status alone here; its page has tests of its own."""

    def refuse(status: int) -> Any:
        return lambda _request, **_kwargs: HttpResponse(status=status)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(URLResolver, "resolve_error_handler", lambda _self, code: refuse(code))
        yield


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str
    audit_rows: int
    error: str


def ask(clients: dict[str, Any], role: str, method: str, path: str, payload: Any = None) -> Answer:
    """One request, undone afterwards."""
    client, session = clients[role]
    client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session} if session else {})
    for value in payload.values() if isinstance(payload, dict) else ():
        if hasattr(value, "seek"):
            value.seek(0)  # whoever asked before has read the file to its end
    kwargs: dict[str, Any] = {"data": payload or {}} if method == "POST" else {}
    if path.startswith("/api/") and method != "GET":
        kwargs = {"data": payload or {}, "content_type": "application/json"}
    with transaction.atomic():
        before = AuditEvent.objects.count() if method in UNSAFE else 0
        response = getattr(client, method.lower())(path, **kwargs)
        answer = Answer(
            response.status_code,
            response.headers.get("Location", ""),
            readable(response),
            AuditEvent.objects.count() - before if method in UNSAFE else 0,
            repr(response.exc_info[1]) if response.exc_info else "",
        )
        transaction.set_rollback(True)
    return answer


def readable(response: Any) -> str:
    """The body as text; workbooks and archives are unpacked."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] != b"PK":
        return body.decode("utf-8", errors="ignore")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())


@pytest.fixture(autouse=True)
def forget_tries() -> None:
    """All roles ask from one address: to the throttle they, and the tests before, are one."""
    caches["default"].clear()


def test_every_url_is_listed() -> None:
    assert sorted(set(site_urls()) - set(STATEMENT["urls"])) == []


def test_every_line_has_a_url() -> None:
    assert sorted(set(STATEMENT["urls"]) - set(site_urls())) == []


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.url} {line.method} {line.scope}")
def test_answer(line: Line, world: World, clients: dict[str, Any], bodies: dict[str, Any]) -> None:
    path = line.path(getattr(world, line.scope))
    payload = bodies[line.scope].get(line.url)
    faults = []
    for role, status in line.status_of.items():
        answer = ask(clients, role, line.method, path, payload)
        if answer.status != status:
            faults.append(f"{role}: {answer.status} instead of {status} {answer.error}".rstrip())
        if role == "anonymous" and status == HTTPStatus.FOUND:
            assert answer.location.startswith(str(settings.LOGIN_URL))
        elif line.method in UNSAFE and answer.status in CHANGED and line.audited:
            assert answer.audit_rows, f"{role} changed something without an audit event"
        if role not in SEES_BOTH_UNITS and world.other.canary in answer.text:
            faults.append(f"{role}: shows the other unit")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("url", sorted(STATEMENT["urls"].keys() & site_urls().keys()))
def test_unlisted_methods_are_refused(url: str, world: World, clients: dict[str, Any]) -> None:
    """405, whoever asks: the decorator of the method stands before that of the role."""
    entry = STATEMENT["urls"][url]
    line = Line(url, "", "own", {}, entry.get("args", {}), audited=False)
    view = site_urls()[url]
    for method in METHODS:
        if (url, method) in LISTED:
            continue
        if hasattr(view, "cls"):
            # The API asks who it is before it looks at the method, so here the code is asked.
            handlers = getattr(view, "actions", None) or dir(view.cls)
            assert method.lower() not in handlers, f"{method} is allowed and not listed"
            continue
        for role in ("anonymous", Role.OFFICE_STAFF):
            assert ask(clients, role, method, line.path(world.own)).status == 405, method


MALFORMED = 7  # bodies for each URL that takes one: more than 500 in all
WRITES = [line for line in LINES if line.method in {"POST", "PUT", "PATCH"} and line.scope == "own"]
ODD_TEXTS = (
    *(
        "",
        " ",
        "\0",
        "null",
        "NaN",
        "-1",
        "1e999",
        "９９",
        "0x10",
        "2024-02-30",
        "2024-13",
        "[]",
        "{}",
    ),
    *("\ufeff甲", "甲" * 5_000, "9" * 400, "' or 1=1 --", "=1+1", "../../etc/passwd", "\u202e"),
)
ODD_VALUES = (*ODD_TEXTS, None, True, -1, 2**70, 1e308, [], {}, [[]], {"pk": [None]}, "\ud800")
# Sent to every endpoint: nesting that no parser survives, and half a character told back.
ODD_JSON = ("[" * 100_000, '{"\\ud800": "\\ud800", "answers": {"\\ud800": ""}}')
ODD_KEYS = ("", "id", "pk", "TOTAL_FORMS", "grades-TOTAL_FORMS", "file", "__class__")


def malformed(fields: dict[str, Any], chance: random.Random, *, json: bool) -> Any:
    """A body that no form sends: odd values in known fields, odd fields, or no object at all."""
    odd = ODD_VALUES if json else ODD_TEXTS
    if json and chance.random() < 0.2:
        return chance.choice(["{", "[1,", "nothing", [None], [[]], [{"x": 1}] * 3, "\x00", 7])
    body = {
        name: chance.choice(odd) if chance.random() < 0.4 else value
        for name, value in fields.items()
        if chance.random() < 0.9
    }
    return body | {chance.choice([*ODD_KEYS, *(fields or ODD_KEYS)]): chance.choice(odd)}


@pytest.mark.parametrize("line", WRITES, ids=lambda line: f"{line.url} {line.method}")
def test_malformed_body_is_refused_in_words(
    line: Line, world: World, clients: dict[str, Any], bodies: dict[str, Any]
) -> None:
    """T43: whatever is sent by somebody who may write, the answer is no 5xx."""
    chance = random.Random(f"{line.url} {line.method}")
    path, fields = line.path(world.own), bodies["own"].get(line.url, {})
    known = fields if isinstance(fields, dict) else {}
    role = min(line.status_of, key=lambda role: (line.status_of[role], role))
    json = path.startswith("/api/")
    odd = [malformed(known, chance, json=json) for _ in range(MALFORMED)]
    for body in [*odd, *(ODD_JSON if json else ())]:
        answer = ask(clients, role, line.method, path, body)
        assert answer.status < 500, (body, answer.error)


def test_malformed_bodies_are_enough() -> None:
    assert len(WRITES) * MALFORMED >= 500


ADMIN_ACTIONS = ("view", "add", "change", "delete")


def roles_named(names: str) -> set[str]:
    return {role for name in names.split() for role in GROUPS.get(name, [name])}


def admin_models() -> dict[str, type[models.Model]]:
    return {model._meta.label_lower: model for model in admin.site._registry}


def test_every_admin_model_is_listed() -> None:
    assert sorted(admin_models()) == sorted(STATEMENT["admin"])


@pytest.mark.parametrize("label", sorted(admin_models()))
def test_admin(label: str, world: World, clients: dict[str, Any]) -> None:
    model = admin_models()[label]
    entry = STATEMENT["admin"].get(label, {})
    allowed = {
        action: {
            role for name in entry.get(action, "").split() for role in GROUPS.get(name, [name])
        }
        for action in ADMIN_ACTIONS
    }
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    thing = next(
        (thing for thing in world.own.objects.values() if isinstance(thing, model)),
        None,
    )
    pages = [("view", "GET", reverse(f"{base}_changelist")), ("add", "GET", reverse(f"{base}_add"))]
    if thing is not None:
        key = [thing.pk]
        pages += [
            ("view", "GET", reverse(f"{base}_change", args=key)),
            ("view", "GET", reverse(f"{base}_history", args=key)),
            ("change", "POST", reverse(f"{base}_change", args=key)),
            ("delete", "GET", reverse(f"{base}_delete", args=key)),
        ]
    faults = []
    for action, method, path in pages:
        # Whoever has no business in the admin at all is refused by its door, before any page.
        for role in ROLES if path == pages[0][2] else GROUPS["administrators"]:
            status = ask(clients, role, method, path).status
            if (status == HTTPStatus.OK) != (role in allowed[action]):
                faults.append(f"{role} {action} {method} {path}: {status}")
        assert ask(clients, "anonymous", method, path).status == HTTPStatus.FOUND
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", [*ROLES, "anonymous"])
def test_admin_index(role: str, clients: dict[str, Any]) -> None:
    expected = 302 if role == "anonymous" else 200 if role in GROUPS["administrators"] else 403
    assert ask(clients, role, "GET", reverse("admin:index")).status == expected
