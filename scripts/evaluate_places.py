"""Measures how well places are found: `make evaluate-places` prints figures by kind and style, never a text.

With a folder of its own lists as argument (`python -m scripts.evaluate_places tests/places_dev --show`) the failing
items are shown too; that is for the development list only.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.nlu.place_finder import finder
from bot.nlu.place_mention import SHARED_NAME, chosen
from bot.nlu.place_names import key_of
from bot.settings import ROOT
from scripts.heldout import lines

HELD_OUT = ROOT / "tests" / "heldout" / "places"
DEVELOPMENT = ROOT / "tests" / "places_dev"


@dataclass
class Figures:
    """Counts of one evaluation; shares are between 0 and 1."""

    right: dict[tuple[str, str], int] = field(default_factory=dict)  # by (kind, style), like the next one
    total: dict[tuple[str, str], int] = field(default_factory=dict)
    false_places: int = 0
    sentences: int = 0
    milliseconds: float = 0.0  # mean of all texts
    wrong: list[str] = field(default_factory=list)

    def share(self, styles: Sequence[str]) -> float:
        """Mentions of these styles that were found right."""
        return self._sum(self.right, styles) / max(1, self._sum(self.total, styles))

    @staticmethod
    def _sum(counts: dict[tuple[str, str], int], styles: Sequence[str]) -> int:
        return sum(n for (_, style), n in counts.items() if style in styles)

    @property
    def false_share(self) -> float:
        """Ordinary sentences in which a place was seen."""
        return self.false_places / max(1, self.sentences)


def is_right(found: str | None, fair: str | list[str]) -> bool:
    """Whether an id is one of the fair ones; a question back is right when all that it should offer is offered."""
    wanted = [fair] if isinstance(fair, str) else fair
    if found is None or found in wanted:
        return found is not None
    if not found.startswith(SHARED_NAME):
        return False
    offered = {p.id for p in finder().candidates(found)}
    for name in (w for w in wanted if w.startswith(SHARED_NAME)):
        if offered & {p.id for p in finder().candidates(SHARED_NAME + key_of(name.removeprefix(SHARED_NAME)))}:
            return True
    return len(wanted) > 1 and set(wanted) <= offered


def measure(folder: Path) -> Figures:
    """Figures over mentions.jsonl and no_places.txt of a folder."""
    figures = Figures()
    finder().find("w Krakowie")  # the first call reads tables
    began, texts = time.perf_counter(), 0
    for row in lines(folder / "mentions.jsonl"):
        key = (row["kind"], row["style"])
        mention = chosen(row["text"], finder().find(row["text"]))
        figures.total[key] = figures.total.get(key, 0) + 1
        right = is_right(mention.id if mention else None, row["place"])
        figures.right[key] = figures.right.get(key, 0) + right
        if not right:
            figures.wrong.append(_shown(row, mention.id if mention else None))
        texts += 1
    for sentence in (folder / "no_places.txt").read_text(encoding="utf-8").splitlines():
        mentions = finder().find(sentence)
        figures.sentences += 1
        figures.false_places += bool(mentions)
        if mentions:
            figures.wrong.append(f"false\t{sentence}\t{[sentence[m.start : m.end] for m in mentions]}")
        texts += 1
    figures.milliseconds = (time.perf_counter() - began) * 1000 / max(1, texts)
    return figures


def _shown(row: dict[str, Any], found: str | None) -> str:
    return f"{row['kind']}\t{row['style']}\t{row['text']}\texpected {row['place']}, found {found}"


def main(arguments: Sequence[str]) -> None:
    folder = next((Path(a) for a in arguments if not a.startswith("-")), HELD_OUT)
    figures = measure(folder)
    kinds = sorted({kind for kind, _ in figures.total})
    styles = sorted({style for _, style in figures.total}, reverse=True)
    print(f"{'':14}" + "".join(f"{style:>16}" for style in styles))
    for kind in kinds:
        cells = [(figures.right.get((kind, s), 0), figures.total.get((kind, s), 0)) for s in styles]
        print(f"{kind:14}" + "".join(f"{f'{right}/{total}' if total else '–':>16}" for right, total in cells))
    print(f"{'right':14}" + "".join(f"{figures.share([s]):>16.1%}" for s in styles))
    print(f"places seen in ordinary sentences: {figures.false_places} of {figures.sentences} ({figures.false_share:.1%})")
    print(f"mean time of a text: {figures.milliseconds:.2f} ms")
    if "--show" in arguments and folder.resolve() != HELD_OUT:
        print("\n".join(figures.wrong))


if __name__ == "__main__":
    main(sys.argv[1:])
