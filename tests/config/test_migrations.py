"""A site's tables come from migrations; those of tests and of a new demonstration from models."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.apps import apps
from django.db import connection

ROOT = Path(__file__).parents[2]
SERVER = os.environ.get("HENGJIAN_DATABASE_URL", "")
NAME = "migrated"
# What tells two databases apart, however their constraints and indexes are called.
QUESTIONS = (
    "select table_name, column_name, data_type, is_nullable, character_maximum_length,"
    " numeric_precision, numeric_scale from information_schema.columns"
    " where table_schema = 'public'",
    "select conrelid::regclass::text, contype::text, pg_get_constraintdef(oid) from pg_constraint"
    " where connamespace = 'public'::regnamespace",
    "select tablename, regexp_replace(indexdef, 'INDEX \\S+ ON', 'ON') from pg_indexes"
    " where schemaname = 'public'",
)


OURS = tuple(
    f"{config.label}_" for config in apps.get_app_configs() if Path(config.path).parent == ROOT
)


def rows_of(cursor: Any, question: str) -> list[str]:
    cursor.execute(question)
    return sorted(str(row) for row in cursor.fetchall() if row[0].startswith(OURS))


@pytest.fixture
def migrated() -> Iterator[str]:
    """Address of a database that the migrations made, from the first to the last."""
    admin = psycopg2.connect(SERVER)
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f"drop database if exists {NAME}")
        cursor.execute(f"create database {NAME}")
        address = urlsplit(SERVER)._replace(path=f"/{NAME}").geturl()
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=ROOT,
            env=os.environ | {"HENGJIAN_DATABASE_URL": address},
            check=True,
        )
        yield address
        cursor.execute(f"drop database {NAME} with (force)")
    admin.close()


@pytest.mark.django_db
@pytest.mark.skipif(not SERVER.startswith("postgres"), reason="a site stands on PostgreSQL")
def test_migrations_and_models_make_the_same_tables(migrated: str) -> None:
    site = psycopg2.connect(migrated)
    with site.cursor() as by_migrations, connection.cursor() as by_models:
        for question in QUESTIONS:
            assert rows_of(by_migrations, question) == rows_of(by_models, question)
    site.close()
