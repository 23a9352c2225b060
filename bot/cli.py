"""The command `guide` (`python -m bot.cli`): tasks of the operator and of the editor of the list of facilities."""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta
from pathlib import Path

from actions.directory import days, exports, store
from bot import settings
from bot.facility_tasks import BAD_DATABASE, FACILITIES, export, import_facilities, reports, stale, stats
from bot.insight.report import report
from bot.telegram.check import check

_PERIOD = 30  # days of a report


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guide", description="Tasks of the operator of the guide.")
    commands = parser.add_subparsers(required=True, metavar="command")
    tasks = commands.add_parser("facilities", help="the list of facilities").add_subparsers(required=True, metavar="task")

    importer = tasks.add_parser("import", help="check a table (.csv, .xlsx), show what it changes and put it into the database")
    importer.add_argument("file", type=Path, nargs="?", default=FACILITIES)
    importer.add_argument("--dry-run", action="store_true", help="only check and show")
    importer.set_defaults(run=lambda a, s: import_facilities(a.file, s.database_url, a.dry_run))

    exporter = tasks.add_parser("export", help="write the list to a file")
    exporter.add_argument("--format", choices=list(exports.FORMATS), default="csv")
    exporter.add_argument("file", type=Path)
    exporter.set_defaults(run=lambda a, s: export(a.file, a.format, s.database_url))

    ageing = tasks.add_parser("stale", help="rows whose last check is long ago, the oldest first")
    ageing.add_argument("--days", type=int, help="more days ago than these (default: STALE_DAYS)")
    ageing.set_defaults(run=lambda a, s: stale(s.stale_days if a.days is None else a.days, s.database_url, days.today()))

    counts = tasks.add_parser("stats", help="what the list holds")
    counts.set_defaults(run=lambda a, s: stats(s.database_url, days.today()))
    wrong = tasks.add_parser("reports", help="contacts that visitors reported as wrong")
    wrong.set_defaults(run=lambda a, s: reports(s.database_url))
    channel = commands.add_parser("telegram", help="the channel on Telegram").add_subparsers(required=True, metavar="task")
    looking = channel.add_parser("check", help="say what is wrong with token, webhook, certificate, updates that wait")
    looking.set_defaults(run=lambda a, s: check(s))

    insight = commands.add_parser(
        "report", help="what was asked and not understood, how quick, what is due: tables, and a page with plots"
    )
    insight.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DAY", help="first day (default: 30 days ago)")
    insight.add_argument("--to", dest="last", type=date.fromisoformat, metavar="DAY", help="last day (default: today)")
    insight.add_argument("--html", type=Path, metavar="FILE", help="write a page with plots too")
    insight.set_defaults(run=_report)
    return parser


def _report(options: argparse.Namespace, config: settings.Settings) -> int:
    today = days.today()
    return report(config, options.first or today - timedelta(days=_PERIOD), options.last or today, options.html, today)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 done, 1 a wrong table, 2 a wrong setting, 3 no use of the database."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options, settings.load())
    except settings.SettingError as error:
        print(error, file=sys.stderr)
        return 2
    except store.DirectoryError as error:
        print(error, file=sys.stderr)
        return BAD_DATABASE
    return code


if __name__ == "__main__":
    sys.exit(main())
