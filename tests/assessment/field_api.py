"""Addresses and answers of the field work's API, for its tests."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from rest_framework.test import APIClient


def client_of(user) -> APIClient:
    client = APIClient()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def at_group(name, field) -> str:
    return reverse(f"api:field-group-{name}", args=[field.group.pk])


def at_assessee(name, field) -> str:
    return reverse(f"api:field-assessee-{name}", args=[field.group.pk, field.assessee.pk])


def at(name, row) -> str:
    return reverse(f"api:{name}", args=[row.pk])


def rows(answer) -> list[dict]:
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def pdf(name="台账.pdf", content=b"%PDF-1.7"):
    return {"file": SimpleUploadedFile(name, content)}
