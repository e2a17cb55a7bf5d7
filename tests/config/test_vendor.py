"""The fetching of front-end files: what is copied, when nothing is done, what a failure says."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from config import vendor


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """A node_modules folder as npm leaves it, with small files."""
    folder = tmp_path / "node_modules"
    for source in vendor.FILES:
        (folder / source).parent.mkdir(parents=True, exist_ok=True)
        (folder / source).write_bytes(b"content of " + source.encode())
    return folder


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


def test_copy_brings_every_listed_file_and_nothing_else(modules, var):
    (modules / "echarts/dist/echarts.js").write_bytes(b"not listed")
    vendor.copy_files(modules, var)
    found = {str(path.relative_to(var)) for path in var.rglob("*") if path.is_file()}
    assert found == {*vendor.FILES.values(), "vendor/.stamp"}


@pytest.mark.parametrize(
    ("source", "comment"),
    [
        ("@tabler/core/dist/css/tabler.min.css", b"\n/*# sourceMappingURL=tabler.min.css.map */\n"),
        ("echarts/dist/echarts.min.js", b"\n//# sourceMappingURL=echarts.min.js.map"),
    ],
    ids=["css", "js"],
)
def test_copy_strips_the_pointer_to_a_source_map(modules, var, source, comment):
    (modules / source).write_bytes(b"a{color:red}" + comment)
    vendor.copy_files(modules, var)
    assert (var / vendor.FILES[source]).read_bytes().rstrip() == b"a{color:red}"


def test_copied_files_are_current_until_the_lock_or_a_file_changes(modules, var, monkeypatch):
    assert not vendor.is_current(var)
    vendor.copy_files(modules, var)
    assert vendor.is_current(var)
    (var / "fonts" / "NotoSansSC-Bold.ttf").unlink()
    assert not vendor.is_current(var)
    vendor.copy_files(modules, var)
    monkeypatch.setattr(vendor, "stamp", lambda: "another lock")
    assert not vendor.is_current(var)


def test_main_asks_no_registry_when_everything_is_there(modules, var, monkeypatch):
    vendor.copy_files(modules, var)
    monkeypatch.setenv("HENGJIAN_VAR_DIR", str(var))
    monkeypatch.setattr(vendor, "install_packages", lambda _: pytest.fail("npm was called"))
    vendor.main()


def test_main_leaves_no_packages_behind(modules, var, monkeypatch):
    monkeypatch.setenv("HENGJIAN_VAR_DIR", str(var))
    monkeypatch.setattr(vendor, "install_packages", lambda _: modules)
    vendor.main()
    assert vendor.is_current(var)
    assert sorted(path.name for path in var.iterdir()) == ["fonts", "vendor"]


def test_failing_npm_says_what_to_do(tmp_path, monkeypatch):
    fails = [sys.executable, "-c", "import sys; sys.exit('ECONNREFUSED registry')"]
    monkeypatch.setattr(vendor, "npm_command", lambda: fails)
    with pytest.raises(
        vendor.VendorError, match=r"(?s)ECONNREFUSED.*copy var/vendor and var/fonts"
    ):
        vendor.install_packages(tmp_path)


@pytest.mark.parametrize(("version", "used"), [("10.8.2", True), ("6.14.18", False), ("", False)])
def test_npm_of_the_system_is_used_when_it_reads_the_lock(monkeypatch, version, used):
    answer = subprocess.CompletedProcess([], 0, stdout=f"{version}\n")
    monkeypatch.setattr(vendor.shutil, "which", lambda _: "/usr/bin/npm")
    monkeypatch.setattr(vendor.importlib.util, "find_spec", lambda _: object())
    monkeypatch.setattr(vendor.subprocess, "run", lambda *_args, **_options: answer)
    assert (vendor.npm_command() == ["/usr/bin/npm"]) is used


def test_lock_records_no_download_address():
    lock = json.loads((vendor.ROOT / "package-lock.json").read_text())
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    pinned = json.loads((vendor.ROOT / "package.json").read_text())["dependencies"]
    assert {name: lock["packages"][f"node_modules/{name}"]["version"] for name in pinned} == pinned
