"""Build the screens into the package, and check them: what `make setup` and `make check` call.

Nothing is done twice: packages are installed when the lock file changed, the apps are built when a
source did.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "web"
INTO = ROOT / "src" / "wattfleet" / "api" / "assets"
APPS = ("console", "driver")
LEAST_NODE = (20, 19)
LEAST_NPM = (11, 0)
HOW = "Node.js 20.19 or newer brings npm 10, which cannot install Vite 8: run “npm install -g npm@11” once."
SKIPPED = {"node_modules", "dist"}


def main(verbs: list[str]) -> int:
    for verb in verbs or ["build"]:
        code = VERBS[verb]()
        if code:
            return code
    return 0


def install() -> int:
    stamp = WEB / ".stamp-install"
    lock = _digest([WEB / "package-lock.json", WEB / "package.json"])
    if (WEB / "node_modules").is_dir() and _read(stamp) == lock:
        return 0
    missing = _missing()
    if missing:
        print(missing, file=sys.stderr)
        return 1
    code = _run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
    if code == 0:
        stamp.write_text(lock)
    return code


def build() -> int:
    stamp = WEB / ".stamp-build"
    sources = _digest(sorted(_sources()))
    if _read(stamp) == sources and all((INTO / app / "index.html").exists() for app in APPS):
        return 0
    code = install()
    for app in APPS:
        code = code or _run("npx", "vite", "build", f"apps/{app}", "--logLevel=warn")
        if code == 0:
            _put(app)
    if code == 0:
        stamp.write_text(sources)
    return code


def check() -> int:
    """Format, lint, types, words, folders and weight of the screens."""
    return build() or _run("npm", "run", "--silent", "check")


def test() -> int:
    return build() or _run("npm", "run", "--silent", "test")


def _put(app: str) -> None:
    """Take over what was built, without the list of its parts."""
    shutil.rmtree(INTO / app, ignore_errors=True)
    shutil.copytree(WEB / "dist" / app, INTO / app, ignore=shutil.ignore_patterns("parts.json"))


def _sources() -> list[Path]:
    found = []
    for folder, below, names in os.walk(WEB):
        below[:] = [one for one in below if one not in SKIPPED]
        found += [Path(folder) / name for name in names if not name.startswith(".stamp")]
    return found


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(WEB)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _missing() -> str:
    """What the machine lacks, in words; empty = nothing."""
    for name, least in (("node", LEAST_NODE), ("npm", LEAST_NPM)):
        if shutil.which(name) is None:
            return f"The screens are built with {name}, which is not here. {HOW}"
        said = subprocess.run([name, "--version"], capture_output=True, text=True, check=False).stdout
        parts = said.strip().lstrip("v").split(".")
        if tuple(int(one) for one in parts[:2]) < least:
            wanted = ".".join(str(one) for one in least)
            return f"The screens are built with {name} {wanted} or newer; this is {said.strip()}. {HOW}"
    return ""


def _run(*command: str) -> int:
    return subprocess.run(command, cwd=WEB, check=False).returncode


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


VERBS = {"install": install, "build": build, "check": check, "test": test}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
