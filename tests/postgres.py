"""A PostgreSQL server of the tests' own: `python -m tests.postgres [pytest arguments]` runs them on it.

It lives in a temporary folder, listens on a socket in that folder only, and does not wait for the disk.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The server refuses to run as root; an account that may nothing else takes its place.
UNPRIVILEGED = "nobody"
# Only for tests: what a crash would lose was going to be thrown away.
HASTY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "''",
    "autovacuum_naptime": "20s",
    "shared_buffers": "128MB",
    "max_connections": "200",
}


def binaries() -> Path | None:
    """Return the folder of the newest installed server, None where there is none."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    chosen = found[-1] if found else Path(on_path).resolve() if on_path else None
    return chosen.parent if chosen else None


@contextmanager
def running(settings: dict[str, str] | None = None) -> Iterator[str]:
    """Run a server while the block lasts, and give the DATABASE_URL of its empty database."""
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("no PostgreSQL server is installed (Debian: apt install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="octavo-pg-"))
    control = [str(programs / "pg_ctl"), "-D", str(folder / "data"), "-w", "-s"]
    try:
        _own(folder)
        cluster = [
            "-D",
            str(folder / "data"),
            "-U",
            "octavo",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        ]
        _run([str(programs / "initdb"), *cluster])
        wanted = HASTY | {"unix_socket_directories": f"'{folder}'"} | (settings or {})
        lines = "".join(f"{name} = {value}\n" for name, value in wanted.items())
        with (folder / "data" / "postgresql.auto.conf").open("a") as file:
            file.write(lines)
        _run([*control, "-l", str(folder / "log"), "start"])
        try:
            _run([str(programs / "createdb"), "-h", str(folder), "-U", "octavo", "octavo"])
            yield f"postgres://octavo@/octavo?host={folder}"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _own(folder: Path) -> None:
    if os.geteuid() == 0:
        account = pwd.getpwnam(UNPRIVILEGED)
        os.chown(folder, account.pw_uid, account.pw_gid)


def _run(command: list[str]) -> None:
    root = os.geteuid() == 0
    subprocess.run(
        command,
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
        user=UNPRIVILEGED if root else None,
        group=pwd.getpwnam(UNPRIVILEGED).pw_gid if root else None,
        extra_groups=[] if root else None,
    )


def main(arguments: list[str]) -> int:
    """Run the tests on PostgreSQL; where none is installed, say so and count that as skipped, not as failed."""
    if binaries() is None:
        print(
            "SKIPPED: the tests on PostgreSQL, because no server is installed (Debian: apt install postgresql)"
        )
        return 0
    with running() as url:
        environment = os.environ | {"DATABASE_URL": url}
        return subprocess.run(
            [sys.executable, "-m", "pytest", *arguments], env=environment, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
