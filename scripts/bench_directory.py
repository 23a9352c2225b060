"""Measures the search for facilities inside the actions on made-up lists of 10,000 and 100,000 (`make bench-directory`).

Times are those of the whole action: asking the database whether the list has changed, searching, and preparing the
cards; the first question after an import, which reads the list, is measured apart. On SQLite, and on a PostgreSQL server of
its own when one is installed.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import actions, listing
from actions.directory import days, store, table
from actions.directory.model import KINDS, Facility
from bot import gazetteer, settings
from bot.facility_tasks import FACILITIES
from bot.nlu.place_mention import REGION
from scripts import postgres

RESULTS = settings.ROOT / "results"
SIZES = (10_000, 100_000)
QUESTIONS = 400
Figures = dict[str, float]


def made_up(number: int) -> list[Facility]:
    """So many facilities all over the towns and villages of Poland, a third of them with coordinates of their own."""
    dice = random.Random(number)  # noqa: S311 (no secret)
    model = table.read(FACILITIES)[0]
    places = list(gazetteer.by_id().values())
    found = []
    for i in range(number):
        place = dice.choice(places)
        lat, lon = (degrees + dice.uniform(-0.05, 0.05) if i % 3 == 0 else None for degrees in (place.lat, place.lon))
        checked = days.today() - timedelta(days=dice.randint(0, 1500))
        found.append(
            replace(
                model, id=f"made-up-{i}", kind=dice.choice(KINDS), confirmed=dice.random() < 0.2, city=place.name,
                voivodeship=place.voivodeship, place_id=place.id, collected_on=checked.isoformat(), lat=lat, lon=lon,
            )
        )  # fmt: skip
    return found


def questions() -> list[dict[str, Any]]:
    """Slots of searches: places from the smallest on, one in ten a voivodeship, one in four with a kind."""
    dice = random.Random(0)  # noqa: S311 (no secret)
    places = dice.sample(sorted(gazetteer.by_id()), QUESTIONS)
    regions = [REGION + name for name in gazetteer.VOIVODESHIPS]
    return [
        {"place": dice.choice(regions) if i % 10 == 0 else place, "kind": dice.choice(KINDS) if i % 4 == 0 else None}
        for i, place in enumerate(places)
    ]


def asked(slots: dict[str, Any]) -> float:
    """Milliseconds of one search inside the action."""
    say = CollectingDispatcher()
    tracker = Tracker("bench", slots, {}, [], False, None, {}, "")
    started = time.perf_counter()
    actions.ActionFindFacilities().run(say, tracker, {})
    taken = (time.perf_counter() - started) * 1000
    if not say.messages or say.messages[0]["response"] == "utter_directory_down":
        raise RuntimeError("the list could not be read")
    return taken


def measure(url: str, facilities: list[Facility]) -> Figures:
    """The import, the first question after it, and the others."""
    os.environ["DATABASE_URL"] = url
    for remembered in (listing.config, listing.engine, listing.reader):
        remembered.cache_clear()
    started = time.perf_counter()
    store.replace_all(store.connect(url), facilities)
    imported = time.perf_counter() - started
    first = asked(questions()[0])
    times = [asked(slots) for slots in questions()]
    return {
        "import_s": imported,
        "first_ms": first,
        "search_p50_ms": statistics.median(times),
        "search_p95_ms": statistics.quantiles(times, n=20)[-1],
        "search_worst_ms": max(times),
    }


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """Addresses of empty databases by the name of their kind."""
    programs = postgres.programs()
    with TemporaryDirectory() as folder:
        file = {"SQLite": f"sqlite:///{Path(folder)}/guide.db"}
        if programs is None:
            yield file
            return
        with postgres.server(programs) as server:
            yield {**file, "PostgreSQL": server.url}


def main() -> int:
    """Prints a line for each size and database and keeps all in results/bench_directory.json."""
    figures: dict[str, Figures] = {}
    for size in SIZES:
        facilities = made_up(size)
        with databases() as urls:
            for name, url in urls.items():
                figures[f"{name} {size}"] = found = measure(url, facilities)
                print(f"{name:10} {size:8,}  " + "  ".join(f"{key} {value:.1f}" for key, value in found.items()), flush=True)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "bench_directory.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
