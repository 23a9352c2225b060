"""The statistics of danger: n-grams with linear models, the meaning of a sentence with a kernel machine. numpy at run time.

`scripts/train_safety.py` makes the model file. Three questions are asked of a text: is anybody in danger (`crisis`), and if
not, does it speak of distress (`support`), and if so, in which kind of danger and who (`KINDS`).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.folding import fold
from bot.safety import features
from bot.safety.text import clean

MODEL: Final = Path(__file__).resolve().parents[2] / "data" / "safety" / "model.npz"
KINDS: Final = ("self", "other", "minor", "violence", "sexual", "medical", "child")
HEADS: Final = ("crisis", "support", *KINDS)
_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Letters:
    """What the n-grams of a text say. margins: of each head (HEADS), above 0 for yes; columns, values: the features."""

    margins: NDArray[Any]
    columns: NDArray[Any]
    values: NDArray[Any]


class Model:
    """A trained model; every array as `scripts/train_safety.py` wrote it."""

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        self._idf = arrays["idf"].astype(np.float32)
        self._weights = arrays["weights"]  # (columns, heads), small integers
        self._steps = arrays["steps"]  # (heads,), what an integer is worth
        self._bias = arrays["bias"]
        self._supports = arrays["supports"].astype(np.float32) * arrays["support_step"]  # (support vectors, 512)
        self._squares = np.einsum("ij,ij->i", self._supports, self._supports)
        self._duals = arrays["duals"]
        self._gamma, self._offset = float(arrays["gamma"]), float(arrays["offset"])
        self._meaning, self._meaning_bias = arrays["meaning"].astype(np.float32), arrays["meaning_bias"]
        self.facts: dict[str, Any] = json.loads(str(arrays["facts"]))
        self._spelling: dict[str, str] = dict(self.facts.pop("spelling"))

    def letters(self, plain: str) -> Letters:
        """Margins of all heads from the n-grams of a plain text."""
        columns, values = features.counts(plain)
        values = values * self._idf[columns]
        length = float(np.linalg.norm(values))
        if length:
            values = values / length
        margins = (values @ self._weights[columns].astype(np.float32)) * self._steps + self._bias
        return Letters(margins, columns, values)

    def sentence(self, text: str) -> str:
        """The text as the sentence encoder reads it: tidied, with Polish letters put back."""
        return _WORD.sub(lambda match: self._spelling.get(match[0], match[0]) if fold(match[0]) == match[0] else match[0], clean(text))

    def meaning(self, vectors: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """From sentence vectors (texts, 512): margins of `crisis` (texts,), and of the other heads (texts, heads - 1)."""
        distances = self._squares + np.einsum("ij,ij->i", vectors, vectors)[:, None] - 2 * vectors @ self._supports.T
        crisis = np.exp(-self._gamma * distances) @ self._duals + self._offset
        return crisis, vectors @ self._meaning + self._meaning_bias

    def strongest(self, plain: str, letters: Letters, count: int = 3) -> list[str]:
        """The words and letter groups of a text that speak most for danger, strongest first."""
        weights = dict(zip(letters.columns.tolist(), letters.values * self._weights[letters.columns, 0]))
        found = sorted(set(features.ngrams(plain)), key=lambda n: (-weights[features.column(n)], -len(n), n))
        chosen: list[str] = []
        for ngram in found:
            bare = ngram.removeprefix("w:").strip()
            if len(bare) > 2 and weights[features.column(ngram)] > 0 and not any(bare in c or c in bare for c in chosen):
                chosen.append(bare)
            if len(chosen) == count:
                break
        return chosen


@cache
def model() -> Model:
    """The model of the project, read once. Raises OSError when the file is missing."""
    with np.load(MODEL, allow_pickle=False) as stored:
        return Model({name: stored[name] for name in stored.files})
