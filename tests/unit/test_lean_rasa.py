"""Rasa without the libraries that are not used: bot/lean_rasa.py."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml

from bot import lean_rasa
from bot.settings import ROOT


def python(code: str) -> str:
    """What a Python of its own prints, without warnings."""
    command = [sys.executable, "-W", "ignore", "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def test_the_configuration_of_the_guide_needs_nothing_more() -> None:
    assert lean_rasa.is_enough(yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("part", [{"pipeline": [{"name": "DIETClassifier"}]}, {"policies": [{"name": "TEDPolicy"}]}])
def test_a_component_of_rasa_brings_everything_back(part: dict[str, list[dict[str, str]]]) -> None:
    assert not lean_rasa.is_enough(part)


def test_rasa_is_there_and_tensorflow_is_not() -> None:
    code = (
        "from bot import lean_rasa; lean_rasa.leave_out()\n"
        "import rasa.core.agent, rasa.server, rasa.engine.recipes.default_components, tensorflow\n"
        "print(tensorflow.keras.layers.Dense is lean_rasa.StandIn, hasattr(tensorflow, '__file__'))"
    )
    assert python(code) == "True False"


@pytest.mark.parametrize(("learns", "there"), [("True", "True"), ("False", "False")])
def test_what_only_learning_needs_is_there_to_learn(learns: str, there: str) -> None:
    code = (
        f"from bot import lean_rasa; lean_rasa.leave_out(learns={learns})\n"
        "import rasa.core.agent, bot.nlu.topic_classifier, sklearn\n"
        "print(hasattr(sklearn, '__file__'))"
    )
    assert python(code) == there


def test_stand_in_can_be_built_upon() -> None:
    class Layer(lean_rasa.StandIn["float"].Sub, name="x"):  # type: ignore[misc, name-defined]
        """As a model of Rasa stands on one of TensorFlow."""

    def function() -> int:
        return 1

    assert issubclass(Layer, lean_rasa.StandIn)
    assert lean_rasa.StandIn()(function) is function
    assert list(lean_rasa.StandIn) == []
    with pytest.raises(AttributeError):
        getattr(lean_rasa.StandIn, "__wrapped__")  # noqa: B009 (the attribute is the test)
