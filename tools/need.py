"""Make sure that programs which the tests start are here: `python tools/need.py postgres chromium`.

Installs the Debian package as root; otherwise says exactly what to install and fails.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = {
    "postgres": ("postgresql",),
    "chromium": ("chromium",),
    "gcc": ("gcc", "libc6-dev"),
    "nginx": ("nginx-light",),
    "caddy": ("caddy",),
}


def is_here(name: str) -> bool:
    """Debian keeps the server's programs out of the PATH, and nginx where only root looks."""
    if shutil.which(name) or shutil.which(name, path="/usr/sbin"):
        return True
    if name == "chromium":
        return any(shutil.which(one) for one in ("chromium-browser", "google-chrome"))
    return name == "postgres" and any(Path("/usr/lib/postgresql").glob("*/bin/postgres"))


def main() -> int:
    for name in sys.argv[1:]:
        if is_here(name):
            continue
        packages = PACKAGES[name]
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            print(f"{name} is missing. Install it, for example: sudo apt-get install {' '.join(packages)}")
            return 1
        print(f"installing {' '.join(packages)} …")
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
