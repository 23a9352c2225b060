"""Bill of materials, licences, advisories: scripts/supply.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts import supply
from scripts.supply import Advisory, advisories, licence_of, licence_table, outdated, pinned, unknown

ONE = Advisory("CVE-1", "aiohttp", "3.9.5", "smuggling", "client only")


def test_page_of_licences_belongs_to_the_lock() -> None:
    listed = re.findall(r"^\| ([a-z0-9._-]+) \| (\S+) \| (.+) \|$", supply.LICENCES.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name: version for name, version, _ in listed if name != "library"} == pinned()
    assert all(licence for _, _, licence in listed)


def test_every_entry_was_judged_for_the_version_in_the_lock() -> None:
    known = advisories()
    assert list(outdated(known, pinned())) == []
    assert all(entry.about and len(entry.shield) > 5 for entry in known)
    assert len({entry.id for entry in known}) == len(known)


def test_other_version_must_be_judged_anew() -> None:
    assert "now 3.10.0" in next(outdated([ONE], {"aiohttp": "3.10.0"}))
    assert "gone from the lock" in next(outdated([ONE], {}))


def test_finding_that_nobody_judged_is_named() -> None:
    found = {
        "dependencies": [
            {"name": "aiohttp", "version": "3.9.5", "vulns": [{"id": "GHSA-1", "aliases": ["CVE-1"]}, {"id": "CVE-2"}]}
        ]
    }
    assert list(unknown(found, [ONE])) == ["aiohttp 3.9.5: CVE-2 is in no entry of advisories.yml"]


@pytest.mark.parametrize(
    ("found", "code"), [(None, 0), ({"dependencies": [{"name": "x", "version": "1", "vulns": [{"id": "CVE-9"}]}]}, 1)]
)
def test_check_fails_only_for_what_is_unknown(found: object, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supply, "audited", lambda: found)
    assert supply.check_advisories() == code


def test_licence_is_what_the_library_declares() -> None:
    assert licence_of({"licenses": [{"license": {"id": "MIT"}}, {"license": {"name": "MIT License"}}]}) == "MIT; MIT License"
    assert licence_of({"licenses": [{"expression": "Apache-2.0 OR BSD-3-Clause"}]}) == "Apache-2.0 OR BSD-3-Clause"
    assert licence_of({"licenses": [{"license": {"name": "line\nline"}}]}) == "text of its own"
    assert licence_of({}) == "not declared"


def test_library_that_is_not_installed_is_listed_too(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("ruamel-yaml==0.17 \\\n    --hash=sha256:1\nother==1.0 \\\n", encoding="utf-8")
    table = licence_table([{"name": "ruamel.yaml", "licenses": [{"license": {"id": "MIT"}}]}], pinned(lock))
    assert "| ruamel-yaml | 0.17 | MIT |" in table
    assert "| other | 1.0 | not installed on this platform |" in table
