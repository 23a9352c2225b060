"""The command `guide` (`python -m bot.cli`): tasks of the operator."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from actions.directory import store, table
from bot import settings
from bot.tables import TableError

FACILITIES = settings.ROOT / "data" / "facilities.csv"


def import_facilities(path: Path, database_url: str) -> int:
    """Puts a checked table of facilities into the database; changes nothing when a row is wrong. Returns an exit code."""
    try:
        facilities = table.read(path)
        store.replace_all(store.connect(database_url), facilities)
    except (TableError, store.DirectoryError) as error:
        print(f"{error}\nNothing was changed.", file=sys.stderr)
        return 1
    print(f"{len(facilities)} facilities imported, {sum(f.confirmed for f in facilities)} of them confirmed workplaces.")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    parser = argparse.ArgumentParser(prog="guide", description="Tasks of the operator of the guide.")
    commands = parser.add_subparsers(required=True, metavar="command")
    facilities = commands.add_parser("facilities", help="the list of facilities").add_subparsers(required=True, metavar="task")
    importer = facilities.add_parser("import", help="check a CSV table and put it into the database")
    importer.add_argument("file", type=Path, nargs="?", default=FACILITIES)
    importer.set_defaults(run=lambda a: import_facilities(a.file, settings.load().database_url))
    options = parser.parse_args(arguments)
    try:
        code: int = options.run(options)
    except settings.SettingError as error:
        print(error, file=sys.stderr)
        return 2
    return code


if __name__ == "__main__":
    sys.exit(main())
