"""The set-up says in one line what is missing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from bot.settings import ROOT

TOOLS = ("bash", "dirname", "cmp", "df", "awk", "grep", "tail", "cp", "rm", "mkdir", "cat")


def set_up(folder: Path, **scripts: str) -> subprocess.CompletedProcess[str]:
    """Runs the set-up in a folder of its own, with nothing on the path but basic tools and these scripts."""
    (folder / "scripts").mkdir()
    tools = folder / "tools"
    tools.mkdir()
    shutil.copy(ROOT / "scripts/setup.sh", folder / "scripts")
    (folder / "requirements.lock").write_text("uv==0.0.0 \\\n    --hash=sha256:0\n")
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found
        (tools / tool).symlink_to(found)
    for name, text in scripts.items():
        (tools / name.replace("_", ".")).unlink(missing_ok=True)
        (tools / name.replace("_", ".")).write_text(f"#!{shutil.which('bash')}\n{text}\n")
        (tools / name.replace("_", ".")).chmod(0o755)
    return subprocess.run(
        [str(tools / "bash"), "scripts/setup.sh"], cwd=folder, env={"PATH": str(tools)}, capture_output=True, text=True
    )


def test_missing_python_is_told_in_one_line(tmp_path: Path) -> None:
    done = set_up(tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and "Python 3.10 was not found" in done.stderr


def test_full_disk_is_told_before_anything_is_made(tmp_path: Path) -> None:
    done = set_up(tmp_path, python3_10="exit 0", df="echo head; echo dev 1 1 100 1% /")
    assert done.returncode == 1
    assert "100 MB free" in done.stderr and not (tmp_path / ".venv").exists()


def test_missing_network_is_told(tmp_path: Path) -> None:
    python = """
case "$*" in
  *venv*) mkdir -p .venv/bin; cp "$0" .venv/bin/python;;
  *pip*) echo "ConnectionError: network is unreachable" >&2; exit 1;;
esac
"""
    done = set_up(tmp_path, python3_10=python, df="echo head; echo dev 1 1 90000 1% /")
    assert done.returncode == 1
    assert "check the connection to the internet" in done.stderr
