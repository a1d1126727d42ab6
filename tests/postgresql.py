"""A PostgreSQL server for one test run: Debian's packages, a free port of the loopback, a temporary folder."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

OWNER = "postgres"  # PostgreSQL refuses to run as root
SETTINGS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "shared_buffers": "32MB"}
SETTINGS |= {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
    "autovacuum": "off",
}


class NoServer(Exception):
    """PostgreSQL's programs are not on this machine, or the server did not start."""


def programs() -> Path:
    """Return the folder of the newest server's programs."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not folders:
        raise NoServer("PostgreSQL's server is not installed: apt-get install postgresql")
    return max(folders, key=lambda folder: int(folder.parent.name))


def as_owner(*command: str) -> list[str]:
    """Return a command that does not run as root and dies with us, however we die."""
    change = [] if os.getuid() else ["--reuid", OWNER, "--regid", OWNER, "--clear-groups"]
    return ["setpriv", *change, "--pdeathsig", "QUIT", "--", *command]


@contextmanager
def running() -> Iterator[str]:
    """Start a server; yield the URL of its databases without a name; stop it and delete its folder."""
    folder = Path(tempfile.mkdtemp(prefix="cbt-postgresql-"))
    try:
        if not os.getuid():
            shutil.chown(folder, OWNER, OWNER)
        data = str(folder / "data")
        initdb = [
            str(programs() / "initdb"),
            "-D",
            data,
            "-U",
            "cbt",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "--no-sync",
        ]
        subprocess.run(as_owner(*initdb), check=True, capture_output=True, cwd=folder)
        with serving(folder, data) as port:
            yield f"postgresql+psycopg://cbt@127.0.0.1:{port}/"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def serving(folder: Path, data: str) -> Iterator[int]:
    """Run the server on a free port until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    command = as_owner(str(programs() / "postgres"), "-D", data, "-p", str(port), *options)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        wait_for(process, port, folder / "log")
        yield port
    finally:
        process.send_signal(signal.SIGQUIT)  # nothing in it is worth an orderly end
        process.wait(timeout=20)


def wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return when the server answers."""
    for _ in range(200):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="cbt", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise NoServer(f"PostgreSQL did not start: {log.read_text(errors='replace')}")
