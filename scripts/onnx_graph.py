"""Writes down as ONNX what a network computes, its weights in whole numbers of eight bits, and reads its weights again.

The guide runs such files (bot/network.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_OPSET: Final = 17
_FORMAT: Final = 8  # of the file; both are what onnxruntime 1.18 reads
_WHOLE: Final = "_quantized"  # after the name of an array in whole numbers; beside it lie
_HOW: Final = ("_scale", "_zero_point")  # what they stand for
_HIGHEST: Final = 127  # whole number of eight bits
_UNNAMED: Final = re.compile(r"c\d+")


class Graph:
    """A computation, written down step by step. Values are named, those that were learnt by their own names.

    given, kind, shape: name, type (of ONNX) and shape of what the network reads. arrays: what was learnt.
    """

    def __init__(self, given: str, kind: str, shape: tuple[str | int, ...], arrays: Mapping[str, NDArray[Any]]) -> None:
        import onnx

        self._onnx: Any = onnx
        self._given = onnx.helper.make_tensor_value_info(given, getattr(onnx.TensorProto, kind), shape)
        self._arrays = arrays
        self._nodes: list[Any] = []
        self._known: list[Any] = []

    def number(self, value: Any) -> str:
        """A constant."""
        return self._keep(f"c{len(self._known)}", value)

    def learnt(self, name: str) -> str:
        """An array that was learnt."""
        return self._keep(name, self._arrays[name])

    def rows(self, name: str) -> tuple[str, str]:
        """A table that was learnt, of which rows are looked up: its rows in whole numbers, and what one of them stands for in each row."""
        table = self._arrays[name]
        scale = np.maximum(np.abs(table).max(1, keepdims=True), np.finfo(np.float32).tiny) / _HIGHEST
        whole = np.round(table / scale).astype(np.int8)
        return self._keep(name + _WHOLE, whole), self._keep(name + _HOW[0], scale.astype(np.float32))

    def _keep(self, name: str, value: Any) -> str:
        self._known.append(self._onnx.numpy_helper.from_array(np.asarray(value), name))
        return name

    def __call__(self, what: str, *given: str, **how: Any) -> str:
        (name,) = self._step(what, given, 1, how)
        return name

    def _step(self, what: str, given: Sequence[str], results: int, how: Mapping[str, Any]) -> list[str]:
        names = [f"n{len(self._nodes)}_{number}" for number in range(results)]
        self._nodes.append(self._onnx.helper.make_node(what, given, names, **how))
        return names

    def split(self, seen: str, parts: int) -> list[str]:
        """A value in so many parts of like width."""
        return self._step("Split", [seen], parts, {"axis": -1})

    def times(self, seen: str, weights: str, shift: str = "") -> str:
        """The product with weights that were learnt, and a shift that was, if any."""
        product = self("MatMul", seen, self.learnt(weights))
        return self("Add", product, self.learnt(shift)) if shift else product

    def level(self, seen: str, gain: str, shift: str, little: float) -> str:
        """Values levelled to mean 0 and variance 1, then stretched and shifted. little: keeps the variance from being nought."""
        return self("LayerNormalization", seen, gain, shift, axis=-1, epsilon=little)

    def write(self, path: Path, result: str) -> None:
        """Writes the file. Its result is called `found`: float32, a row for each message."""
        from onnxruntime.quantization import QuantType, quantize_dynamic

        helper = self._onnx.helper
        nodes = [*self._nodes, helper.make_node("Identity", [result], ["found"])]
        told = helper.make_tensor_value_info("found", self._onnx.TensorProto.FLOAT, ["messages", None])
        graph = helper.make_graph(nodes, "reader", [self._given], [told], self._known)
        whole = path.with_suffix(".whole.onnx")
        self._onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_FORMAT), whole)
        quantize_dynamic(
            whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, op_types_to_quantize=["MatMul"]
        )
        whole.unlink()


def stored_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """What had been learnt by the network of a file, by name, as near as eight bits tell."""
    import onnx

    stored = {one.name: onnx.numpy_helper.to_array(one) for one in onnx.load(str(path)).graph.initializer}
    whole = {name.removesuffix(_WHOLE): value.astype(np.float32) for name, value in stored.items() if name.endswith(_WHOLE)}
    nought = np.zeros(1)
    weights = {name: (value - stored.get(f"{name}_zero_point", nought)) * stored[f"{name}_scale"] for name, value in whole.items()}
    others = {name: value for name, value in stored.items() if not name.endswith((_WHOLE, *_HOW)) and not _UNNAMED.fullmatch(name)}
    return weights | others
