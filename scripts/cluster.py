"""Several processes of the guide behind nginx, sharing PostgreSQL and Redis, on this machine; for tests and benchmarks.

Everything is real: the programs of Debian's packages, the site of deploy/nginx.conf, the commands of deploy/.
"""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot import serve, settings
from scripts import postgres
from scripts.running import WebConversation, free_port

_START_SECONDS = 120.0
_GENEROUS = {"messages_per_minute": 100_000, "address_messages_per_minute": 1_000_000, "trusted_proxies": 1}
_NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  include {folder}/site.conf;
}}
"""


def missing_programs() -> list[str]:
    """What must be installed first."""
    names = [name for name in ("redis-server", "nginx") if not shutil.which(name) and not Path(f"/usr/sbin/{name}").exists()]
    return names if postgres.programs() else [*names, "postgresql"]


class Program:
    """A process that can be stopped, killed and started again; its output goes to a file."""

    def __init__(self, name: str, command: list[str], folder: Path, env: dict[str, str] | None = None) -> None:
        self.log = folder / f"{name}.log"
        self._command = command
        self._env = env
        self.start()

    def start(self) -> None:
        """Starts it."""
        with self.log.open("ab") as file:
            self.process = subprocess.Popen(
                self._command, cwd=settings.ROOT, env=self._env, stdout=file, stderr=subprocess.STDOUT, start_new_session=True
            )

    def stop(self, how: signal.Signals = signal.SIGTERM, seconds: float = 30) -> None:
        """Ends it and waits for the end."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def kill(self) -> None:
        """As `kill -9`."""
        self.stop(signal.SIGKILL)


class Cluster:
    """Guides behind nginx. `url` is that of nginx, `urls` those of the guides."""

    def __init__(self, folder: Path, stack: ExitStack, guides: int, **overrides: Any) -> None:
        bin_folder = postgres.programs()
        if bin_folder is None:
            raise RuntimeError("postgresql is not installed")
        self.folder = folder
        self._stack = stack
        self.postgres = stack.enter_context(postgres.server(bin_folder))
        self.redis_port = free_port()
        redis = ["redis-server", "--port", str(self.redis_port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.redis = self._run("redis", [*redis, "--dir", str(folder)])
        self.config = dataclasses.replace(
            settings.load(), host="127.0.0.1", profile="production", actions_port=free_port(), database_url=self.postgres.url,
            conversations_url=self.postgres.url, redis_url=f"redis://127.0.0.1:{self.redis_port}/0",
            session_secret_file=str(folder / "session.secret"), **{**_GENEROUS, **overrides},
        )  # fmt: skip
        serve.prepare(self.config)
        self.actions = self._run("actions", serve.actions_command(), serve.environment(self.config))
        self.ports = [free_port() for _ in range(guides)]
        self.urls = [f"http://127.0.0.1:{port}" for port in self.ports]
        self.guides = [self.guide(number, port) for number, port in enumerate(self.ports)]
        self.url = f"http://127.0.0.1:{self._nginx()}"
        self.wait_until_ready()

    def guide(self, number: int, port: int, **overrides: Any) -> Program:
        """One more process of the guide."""
        env = serve.environment(dataclasses.replace(self.config, port=port, **overrides))
        return self._run(f"guide{number}", [sys.executable, "-m", "bot.serve", "guide"], {**env, "PYTHONPATH": str(settings.ROOT)})

    def wait_until_ready(self, *numbers: int) -> None:
        """Returns when these guides (all by default) are ready."""
        deadline = time.monotonic() + _START_SECONDS
        for number in numbers or range(len(self.urls)):
            while not serve.is_answering(f"{self.urls[number]}/readyz"):
                if time.monotonic() > deadline or self.guides[number].process.poll() is not None:
                    raise RuntimeError(f"a guide did not start: {self.guides[number].log.read_text()[-2000:]}")
                time.sleep(0.1)

    def visitor(self, url: str = "") -> WebConversation:
        """A new visitor, of nginx or of one guide."""
        return WebConversation(url or self.url)

    def logs(self) -> bytes:
        """Everything that any process has logged."""
        return b"".join(path.read_bytes() for path in self.folder.glob("*.log")) + self.postgres.log()

    def _nginx(self) -> int:
        port = free_port()
        site = (settings.ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        site = site[: site.rindex("server {")]  # that of port 80 leads to https
        servers = "".join(f"    server 127.0.0.1:{guide} max_fails=1 fail_timeout=2s;\n" for guide in self.ports)
        site = re.sub(r"(    server 127\.0\.0\.1:\d+ .*\n)+", servers, site, count=1)
        site = re.sub(r".*(listen \[::\]|ssl_certificate).*\n", "", site)
        site = site.replace("443 ssl http2", f"127.0.0.1:{port}").replace("/var/log/nginx", str(self.folder))
        (self.folder / "site.conf").write_text(site, encoding="utf-8")
        (self.folder / "nginx.conf").write_text(_NGINX.format(folder=self.folder), encoding="utf-8")
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        self.nginx = self._run("nginx", [program, "-c", str(self.folder / "nginx.conf")])
        return port

    def _run(self, name: str, command: list[str], env: dict[str, str] | None = None) -> Program:
        program = Program(name, command, self.folder, env)
        self._stack.callback(program.stop)
        return program


@contextmanager
def cluster(guides: int = 2, **overrides: Any) -> Iterator[Cluster]:
    """A cluster for the time of a block; `overrides` are settings of all guides."""
    with TemporaryDirectory(prefix="guide-cluster-") as name, ExitStack() as stack:
        Path(name).chmod(0o755)
        yield Cluster(Path(name), stack, guides, **overrides)
