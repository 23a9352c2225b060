"""Starts everything and stops everything: prepares data, trains when something has changed, runs both servers.

`python -m bot.serve run|train`, called by the Makefile; `prepare` (the database), `guide` and
`actions` (one server each) are for deploy/. Uses no Rasa code, so that it starts at once.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import IO, NoReturn

from actions.directory import store
from bot import facility_tasks, settings
from bot.settings import ROOT, Settings
from bot.web.sessions import SecretError, read_secret

VAR = ROOT / ".var"
MODEL = VAR / "models" / "guide.tar.gz"
CACHE = ROOT / ".rasa" / "cache"  # where Rasa keeps what it has trained
# What a trained model depends on. Changes of texts count too: they are part of the model.
TRAINED_FROM = (
    "config.yml",
    "domain.yml",
    "data/meaning",
    "data/nlu",
    "data/stories",
    "data/places",
    "bot/nlu",
    "bot/folding.py",
    "bot/ngrams.py",
    "bot/network.py",
    "bot/spelling.py",
    "bot/transformer.py",
    "requirements.lock",
)
TRAINED_BY = tuple(name for name in TRAINED_FROM if name.startswith(("bot/", "requirements")))  # the code among it
FACILITIES_FROM = ("data/facilities.csv", "data/postcodes.csv", "data/places/places.csv.gz", "actions/directory")
_FREE_MB = 500
_READY_SECONDS = 180.0


class TroubleError(RuntimeError):
    """Something that the operator must put right; the message is one line that says what to do."""


def say(text: str) -> None:
    """A line of progress."""
    print(f"• {text}", flush=True)


def warn_of_root(config: Settings, user: int) -> None:
    """Says that the guide needs no rights, when it is served to the world by the user 0."""
    if user == 0 and config.profile == "production":
        say("Running as root: an ordinary user is enough and safer (docs/operations.md)")


def fingerprint(names: Iterable[str]) -> str:
    """One hash over the contents of files and folders of the project."""
    total = hashlib.sha256()
    for name in names:
        path = ROOT / name
        files = sorted(p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts) if path.is_dir() else [path]
        for file in files:
            total.update(str(file.relative_to(ROOT)).encode())
            total.update(file.read_bytes())
    return total.hexdigest()


@contextmanager
def when_changed(stamp_name: str, current: str, result: Path | None = None) -> Iterator[bool]:
    """Yields whether the work must be done again; remembers it as done when the block ends without an error."""
    stamp = VAR / stamp_name
    fresh = stamp.exists() and stamp.read_text() == current and (result is None or result.exists())
    yield not fresh
    if not fresh:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(current)


def environment(config: Settings) -> dict[str, str]:
    """What the child processes find in their environment."""
    quiet = {
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONWARNINGS": "ignore",
        "SANIC_HOST": "127.0.0.1",
    }
    own = {f.name.upper(): str(int(value) if isinstance(value := getattr(config, f.name), bool) else value) for f in fields(config)}
    # The secret between guide and action server: every process that shares the file of secrets knows it.
    token = hmac.digest(read_secret(Path(config.session_secret_file)), b"actions", "sha256").hex()
    return {**os.environ, **quiet, **own, "ACTIONS_TOKEN": token, "LOG_LEVEL_LIBRARIES": "ERROR", "TQDM_DISABLE": "1"}


def rasa(task: str) -> list[str]:
    """The command line of a task of Rasa, with the Python of this process."""
    return [sys.executable, "-m", "bot.lean_rasa", task]


def prepare(config: Settings) -> None:
    """Puts the project's table of facilities into the database when it or its checks have changed, or nothing is there.

    A list that the editor has imported from another file is left as it is.
    """
    try:
        engine = store.connect(config.database_url)
        last = store.last_import(engine)
        with when_changed("facilities.stamp", fingerprint(FACILITIES_FROM) + config.database_url) as changed:
            if last and last.file != facility_tasks.name_of(facility_tasks.FACILITIES):
                store.migrate(engine)
                say(f"The list of facilities is that of {last.file}, imported on {last.imported_at[:10]}")
            elif changed or not last:
                say("Putting the list of facilities into the database …")
                _import(config)
    except store.DirectoryError as error:
        raise TroubleError(f"{error}: check DATABASE_URL and start again.") from None


def _import(config: Settings) -> None:
    code = facility_tasks.import_facilities(facility_tasks.FACILITIES, config.database_url)
    if code == facility_tasks.BAD_TABLE:
        raise TroubleError("The list of facilities has errors (above): correct data/facilities.csv and start again.")
    if code:
        raise TroubleError("The list of facilities could not be written (above): check DATABASE_URL and start again.")


def train(config: Settings) -> None:
    """Trains the model when questions, texts, rules or components have changed."""
    with when_changed("model.stamp", fingerprint(TRAINED_FROM), MODEL) as needed:
        if not needed:
            return
        if shutil.disk_usage(ROOT).free < _FREE_MB * 2**20:
            raise TroubleError(f"The disk is nearly full: free at least {_FREE_MB} MB and start again.")
        say("Training the model (about five minutes, only after a change) …")
        started = time.monotonic()
        VAR.mkdir(exist_ok=True)
        log = VAR / "train.log"
        # Rasa keeps trained components by their settings and data alone: what other code has learnt and stored cannot be read any more.
        with when_changed("code.stamp", fingerprint(TRAINED_BY), CACHE) as stale:
            if stale:
                shutil.rmtree(CACHE, ignore_errors=True)
        command = [*rasa("train"), "--skip-validation", "--fixed-model-name", "guide", "--out", str(MODEL.parent)]
        with log.open("w") as file:
            code = subprocess.run(command, cwd=ROOT, env=environment(config), stdout=file, stderr=subprocess.STDOUT).returncode
        if code:
            raise TroubleError(f"The training failed: the end of {log.relative_to(ROOT)} says why.")
        say(f"Trained in {time.monotonic() - started:.0f} s.")


def require_free_port(host: str, port: int, name: str) -> None:
    """Raises TroubleError when the port cannot be listened on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
            raise TroubleError(
                f"{name}={port} on {host} {why}: stop the other program or start with {name}=<another port>."
            ) from None


def actions_command() -> list[str]:
    """The command line of the action server."""
    return [sys.executable, "-m", "actions.server"]


def guide_command(config: Settings) -> list[str]:
    """The command line of one process of the guide."""
    guide = [*rasa("run"), "--model", config.model_file, "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    guide += ["--interface", config.host, "--port", str(config.port)]
    return [*guide, "--enable-api"] if config.rasa_api and config.profile == "development" else guide


def start(config: Settings) -> list[subprocess.Popen[bytes]]:
    """Starts the action server and the guide; both end when this process ends them."""
    env = environment(config)
    return [
        _spawn(actions_command(), env, VAR / "actions.log"),
        _spawn(guide_command(config), env, VAR / "guide.log"),
    ]


def become(command: list[str], config: Settings) -> NoReturn:
    """Turns this process into one of the servers, for systemd or a container, which look after it themselves."""
    os.chdir(ROOT)
    os.execve(command[0], command, {"PYTHONPATH": str(ROOT), **environment(config)})  # noqa: S606 (no shell wanted)


def _spawn(command: list[str], env: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    file: IO[bytes] = log.open("wb")
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=file, stderr=subprocess.STDOUT, start_new_session=True)


def is_answering(url: str) -> bool:
    """Something answers HTTP there, and does not say that it is not ready (a status from 500 on)."""
    try:
        urllib.request.urlopen(url, timeout=2)
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False
    return True


def wait_until_ready(config: Settings, processes: list[subprocess.Popen[bytes]]) -> None:
    """Returns when both servers answer; raises TroubleError when one of them ends or takes too long."""
    addresses = [f"http://127.0.0.1:{config.actions_port}/health", f"http://{_reachable(config.host)}:{config.port}/readyz"]
    deadline = time.monotonic() + _READY_SECONDS
    while not all(is_answering(address) for address in addresses):
        if any(process.poll() is not None for process in processes) or time.monotonic() > deadline:
            raise TroubleError("A server did not start: .var/guide.log and .var/actions.log say why.")
        time.sleep(0.3)


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 (only compared)


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ends the servers, gently first."""
    for process in processes:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def run(config: Settings) -> None:
    """Serves until Ctrl-C, or until one of the servers ends."""
    require_free_port(config.host, config.port, "PORT")
    require_free_port("127.0.0.1", config.actions_port, "ACTIONS_PORT")
    prepare(config)
    train(config)
    say("Starting …")
    processes = start(config)
    try:
        wait_until_ready(config, processes)
        say(f"The guide answers on http://{_reachable(config.host)}:{config.port} (Ctrl-C stops it; `make chat` talks to it)")
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
        raise TroubleError("A server ended: .var/guide.log and .var/actions.log say why.")
    except KeyboardInterrupt:
        say("Stopping …")
    finally:
        stop(processes)


def main(command: str) -> int:
    """Runs one of the commands; returns the exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # as an exception, so that children end too
    try:
        config = settings.load()
        warn_of_root(config, os.getuid())
        if command == "run":
            run(config)
        elif command == "prepare":
            prepare(config)
        elif command == "guide":
            become(guide_command(config), config)
        elif command == "actions":
            become(actions_command(), config)
        else:
            prepare(config)
            train(config)
    except (TroubleError, settings.SettingError, SecretError) as trouble:
        print(f"✗ {trouble}", file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno == errno.ENOSPC:
            print(f"✗ The disk is full: free at least {_FREE_MB} MB and start again.", file=sys.stderr)
            return 1
        raise
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
