"""T42 at the size of every run: broken files get a list of errors, never an exception."""

import io
import random
import time
import zipfile

import pytest
from django.urls import reverse

from assessment.models import WorkbookImport
from organization.models import Unit
from tests.assessment.imports.workbooks import content_of, good_rows, upload_of, with_member

MUTATIONS = 500


def flip_bytes(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 30)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(4, len(content))]


def change_xml(content: bytes, chance: random.Random) -> bytes:
    """Valid archive, wrong content: what a byte flip behind a checksum never reaches."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = chance.choice([n for n in archive.namelist() if n.endswith((".xml", ".rels"))])
        data = bytearray(archive.read(name))
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(data))
        act = chance.randrange(4)
        if act == 0:
            data[place] = chance.randrange(256)
        elif act == 1:
            del data[place : place + chance.randrange(1, 40)]
        elif act == 2:
            data[place:place] = chance.choice(
                [b"<", b">", b"&#0;", b"1e308", b"-1", b'r="XFD1048576"', b"\xff\xfe", b"9" * 30]
            )
        else:
            data[place : place + 1] = bytes([data[place] ^ 1])
    return with_member(content, name, bytes(data))


def swap_members(content: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first, second = chance.sample(archive.namelist(), 2)
        data = archive.read(second)
    return with_member(content, first, data)


MUTATORS = [flip_bytes, cut, change_xml, change_xml, swap_members]


@pytest.mark.django_db
def test_no_broken_file_breaks_the_upload(client, office_clerk):
    client.force_login(office_clerk)
    chance = random.Random(20240305)
    content = content_of(good_rows())
    outcomes, slowest = {200: 0, 302: 0}, 0.0
    for _ in range(MUTATIONS):
        broken = chance.choice(MUTATORS)(content, chance)
        begun = time.process_time()
        response = client.post(reverse("assessment:import_create"), {"file": upload_of(broken)})
        slowest = max(slowest, time.process_time() - begun)
        assert response.status_code in outcomes
        outcomes[response.status_code] += 1
        if response.status_code == 200:
            assert response.context["form"].errors
    # Most mutations must reach a check, and some must be harmless, or the mutators are dull.
    assert outcomes[200] > MUTATIONS / 4
    assert outcomes[302] > MUTATIONS / 50
    assert slowest < 2
    assert not Unit.objects.exists()
    assert WorkbookImport.objects.count() == outcomes[302]
