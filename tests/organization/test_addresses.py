"""The client's address behind the own proxy, and what anybody else says of it."""

from ipaddress import ip_network

import pytest
import yaml
from django.conf import settings as site_settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from config.env import env_networks
from organization.rules import client_address
from tests.organization.factories import PASSWORD

PROXY, OFFICE, HOME = "172.28.7.2", "10.20.0.5", "10.30.0.6"
TRUSTED = [ip_network(PROXY), ip_network("192.168.9.0/24")]


@pytest.mark.parametrize(
    ("sender", "forwarded", "client"),
    [
        (OFFICE, "", OFFICE),
        (PROXY, OFFICE, OFFICE),
        (PROXY, f"{HOME}, {OFFICE}", OFFICE),
        (PROXY, f"{OFFICE}, 192.168.9.4", OFFICE),
        (OFFICE, HOME, OFFICE),
        (PROXY, "unknown", PROXY),
        (PROXY, "", PROXY),
        (PROXY, "2001:db8::7", "2001:db8::7"),
        ("", OFFICE, ""),
    ],
    ids=[
        "no proxy", "own proxy", "client lies", "two proxies", "stranger lies", "no address",
        "proxy itself", "IPv6", "Unix socket",
    ],
)  # fmt: skip
def test_client_address(sender, forwarded, client) -> None:
    assert client_address(sender, forwarded, TRUSTED) == client


def try_to_sign_in(client, address: str, *, password: str, sender: str = PROXY) -> int:
    return client.post(
        reverse("organization:login"),
        {"username": "reporter", "password": password},
        REMOTE_ADDR=sender,
        headers={"X-Forwarded-For": address},
    ).status_code


def test_behind_the_proxy_one_office_is_locked_and_not_all(client, reporter, settings) -> None:
    settings.TRUSTED_PROXIES = TRUSTED
    for _ in range(5):
        try_to_sign_in(client, OFFICE, password="wrong")
    assert try_to_sign_in(client, OFFICE, password=PASSWORD) == 429
    assert try_to_sign_in(client, HOME, password=PASSWORD) == 302


def test_a_header_from_elsewhere_opens_no_lock(client, reporter, settings) -> None:
    settings.TRUSTED_PROXIES = TRUSTED
    for serial in range(5):
        try_to_sign_in(client, f"10.40.0.{serial}", password="wrong", sender=OFFICE)
    assert try_to_sign_in(client, HOME, password=PASSWORD, sender=OFFICE) == 429


def test_wrong_network_stops_the_start_by_name(monkeypatch) -> None:
    monkeypatch.setenv("HENGJIAN_TRUSTED_PROXIES", "proxy")
    with pytest.raises(ImproperlyConfigured, match="HENGJIAN_TRUSTED_PROXIES"):
        env_networks("HENGJIAN_TRUSTED_PROXIES", "")


def test_shipped_proxy_is_the_trusted_one() -> None:
    base = site_settings.BASE_DIR
    compose = yaml.safe_load((base / "docker-compose.yml").read_text("utf-8"))
    address = compose["services"]["proxy"]["networks"]["default"]["ipv4_address"]
    assert f"HENGJIAN_TRUSTED_PROXIES={address}\n" in (base / "deploy/example.env").read_text()
