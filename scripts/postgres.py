"""A PostgreSQL server of one's own in a temporary folder, for tests and benchmarks."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.running import free_port

_USER = "postgres"  # the server refuses to run as root; Debian's package makes this user


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest version installed; None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda p: int(p.parts[-3]))
    on_path = shutil.which("pg_ctl")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


class Server:
    """A server in a folder; `url` is that of its only database, which begins empty."""

    def __init__(self, folder: Path, bin_folder: Path) -> None:
        self._folder = folder
        self._bin = bin_folder
        self._data = folder / "data"
        self.port = free_port()
        self.url = f"postgresql+psycopg2://{_USER}@127.0.0.1:{self.port}/postgres"
        if os.getuid() == 0:
            shutil.chown(folder, _USER)
        self._run("initdb", "-D", str(self._data), "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()

    def start(self) -> None:
        """Starts it and waits until it answers."""
        options = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-D", str(self._data), "-o", options, "-l", str(self._folder / "log"), "-w", "start")

    def stop(self) -> None:
        """Stops it at once, with all its connections."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")

    def log(self) -> bytes:
        """What the server has logged."""
        return (self._folder / "log").read_bytes()

    def processes(self) -> list[int]:
        """Ids of the server and of all that it has started."""
        first = (self._data / "postmaster.pid").read_text().splitlines()[0]
        children = subprocess.run(["pgrep", "-P", first], capture_output=True, text=True).stdout.split()
        return [int(first), *map(int, children)]

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._bin / program), *arguments]
        if os.getuid() == 0:
            user = pwd.getpwnam(_USER)
            command = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", *command]
        subprocess.run(command, check=True, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)


@contextmanager
def server(bin_folder: Path) -> Iterator[Server]:
    """A server for the time of a block."""
    with TemporaryDirectory(prefix="guide-postgres-") as name:
        Path(name).chmod(0o755)
        running = Server(Path(name), bin_folder)
        try:
            yield running
        finally:
            if (Path(name) / "data" / "postmaster.pid").exists():
                running.stop()
