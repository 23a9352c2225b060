"""What a text is made of: weighted groups of characters and of words (tf-idf). Pure.

Learning uses scikit-learn; reading one message is done here, without its overhead (tests compare the two).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np
from marisa_trie import Trie
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

CHARACTERS: Final = (2, 5)
WORDS: Final = (1, 2)
CONCEPTS: Final = (1, 4)
_RARE: Final = {"characters": 4, "words": 2, "concepts": 2}  # texts in which an n-gram must stand to count
_MANY: Final = 1000  # texts from which rare n-grams can be spared


def character_ngrams(text: str) -> Iterator[str]:
    """Groups of characters inside each word with a space around it, as scikit-learn's `char_wb` makes them."""
    low, high = CHARACTERS
    for word in text.split():
        padded = f" {word} "
        for n in range(low, high + 1):
            yield padded[:n]
            if n >= len(padded):
                break
            for i in range(1, len(padded) - n + 1):
                yield padded[i : i + n]


def word_ngrams(text: str, lengths: tuple[int, int] = WORDS) -> Iterator[str]:
    """Single words and groups of neighbours; a word is whatever stands between spaces."""
    low, high = lengths
    words = text.split()
    for n in range(low, high + 1):
        for i in range(len(words) - n + 1):
            yield " ".join(words[i : i + n])


def concept_ngrams(text: str) -> Iterator[str]:
    """Groups of up to four concepts."""
    return word_ngrams(text, CONCEPTS)


_SPLIT: Final[dict[str, Callable[[str], Iterator[str]]]] = {
    "characters": character_ngrams,
    "words": word_ngrams,
    "concepts": concept_ngrams,
}


class Ngrams:
    """Learnt n-grams of one kind and their weights (inverse document frequency).

    terms: their columns, by the number that the trie gives each; a dictionary of them would take seventy times as much memory.
    """

    def __init__(self, kind: str, terms: Trie, idf: NDArray[Any]) -> None:
        self.kind = kind
        self.terms = terms
        self.idf = idf
        self._split = _SPLIT[kind]

    @classmethod
    def learn(cls, kind: str, texts: Sequence[str], spare: int = 1) -> tuple[Ngrams, sparse.csr_matrix]:
        """The n-grams of the texts, and the features of these texts, a row each. spare: how many times more often than else one must stand."""
        split = _SPLIT[kind]
        vectorizer = TfidfVectorizer(
            analyzer=lambda text: list(split(text)),
            sublinear_tf=True,
            min_df=spare * _RARE[kind] if len(texts) >= _MANY else 1,
            dtype=np.float32,
        )
        features = vectorizer.fit_transform(texts)
        terms = Trie(vectorizer.vocabulary_)
        columns = [vectorizer.vocabulary_[terms.restore_key(i)] for i in range(len(terms))]
        return cls(kind, terms, vectorizer.idf_[columns].astype(np.float32)), features[:, columns]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What `of_arrays` makes the same n-grams of."""
        return {f"terms_{self.kind}": np.frombuffer(self.terms.tobytes(), dtype=np.uint8), f"idf_{self.kind}": self.idf}

    @classmethod
    def of_arrays(cls, kind: str, arrays: dict[str, NDArray[Any]]) -> Ngrams:
        """The n-grams of this kind, taken out of stored arrays."""
        return cls(kind, Trie().frombytes(arrays.pop(f"terms_{kind}").tobytes()), arrays.pop(f"idf_{kind}").astype(np.float32))

    def row(self, text: str) -> tuple[NDArray[Any], NDArray[Any]]:
        """Columns and values of the features of one text, of length 1 together; empty when nothing is known."""
        counted: dict[int, int] = {}
        for i in map(self.terms.get, self._split(text)):
            if i is not None:
                counted[i] = counted.get(i, 0) + 1
        columns = np.fromiter(counted, dtype=np.intp, count=len(counted))
        often = np.fromiter(counted.values(), dtype=np.float32, count=len(counted))
        values = (1 + np.log(often)) * self.idf[columns]
        length = math.sqrt(values @ values)
        return columns, values / length if length else values


def linear(blocks: Sequence[Ngrams], views: Sequence[str], weights: NDArray[Any]) -> NDArray[Any]:
    """Scores of one text: what each block of n-grams sees of it (a view) times its rows of the weights, added up.

    weights: (terms of all blocks in order, scores), of any precision.
    """
    total, start = np.zeros(weights.shape[1], dtype=np.float32), 0
    for ngrams, view in zip(blocks, views):
        columns, values = ngrams.row(view)
        total += values @ weights[columns + start].astype(np.float32)
        start += len(ngrams.terms)
    return total
