"""Runs a network that was taught to read messages and written as ONNX (scripts/onnx_graph.py)."""

from __future__ import annotations

from pathlib import Path

import onnxruntime


def session(path: Path) -> onnxruntime.InferenceSession:
    """The network of a file, run by one thread: messages are short, more threads only disturb the other processes."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
