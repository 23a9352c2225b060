"""Lists the questions that a running guide was least sure of, ready to be labelled and added to data/nlu (`make review`).

Each line is an example for the training files; behind `#` stand the topics that it may belong to. Personal data are masked.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from bot.folding import fold
from bot.languages import LANGUAGES
from bot.stores.unsure import Unsure, unsure_questions


def report(questions: Sequence[Unsure]) -> str:
    """The questions of each language, each text once, the least sure first."""
    lines = []
    for language in LANGUAGES:
        different = {fold(q.text): q for q in reversed(questions) if q.language == language}
        lines.append(f"# {language}: {len(different)} questions")
        for question in reversed(different.values()):
            lines.append(
                f"      - {question.text}  # {question.confidence:.2f} {', '.join(question.likeliest) or 'nothing like it'}"
            )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the list; 1 when the database cannot be read."""
    parser = argparse.ArgumentParser(prog="review", description=__doc__)
    parser.add_argument("--most", type=int, default=100, metavar="N", help="how many (default: 100)")
    most = parser.parse_args(arguments).most
    try:
        print(report(unsure_questions().least_sure(most)))
    except SQLAlchemyError as error:
        print(f"The database (DATABASE_URL) cannot be read: {type(error).__name__}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
