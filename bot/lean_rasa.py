"""Rasa's command line without the libraries that this guide does not use: `python -m bot.lean_rasa run …`.

Rasa 3.6 imports TensorFlow, matplotlib and the clients of a dozen chat services before it reads which components a bot
has; that takes most of the time of a start and two thirds of the memory (docs/experiments.md). Here stand-ins answer to
those names. Nothing is left out when config.yml names a component that may need it (anything but the guide's own and
Rasa's policies without a network).
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Iterator
from typing import Any, Final

import yaml

from bot import logs, quick_rasa, settings
from bot.settings import ROOT

_LEFT_OUT: Final = frozenset(
    "tensorflow keras tensorflow_addons tensorflow_text tensorflow_hub jax transformers matplotlib sklearn_crfsuite mitie jieba "
    "pymongo boto3 botocore twilio slack_sdk webexteamssdk mattermostwrapper rocketchat_API aiogram fbmessenger pika kafka "
    "confluent_kafka sentry_sdk".split()
)
_ONLY_TO_LEARN: Final = frozenset({"sklearn"})
_NEED_NOTHING: Final = frozenset({"RulePolicy", "MemoizationPolicy", "AugmentedMemoizationPolicy"})


class _Anything(type):
    """Every attribute, item or union of a stand-in is the stand-in, so that modules can be defined on top of it."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return cls

    def __getitem__(cls, item: object) -> Any:
        return cls

    def __or__(cls, other: object) -> Any:
        return cls

    __ror__ = __or__

    def __iter__(cls) -> Iterator[Any]:
        return iter(())


class StandIn(metaclass=_Anything):
    """A class, function or constant of a library that was left out; as a decorator it changes nothing."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        pass

    def __init_subclass__(cls, **kwargs: object) -> None:
        pass

    def __call__(self, function: Any = None, *args: object, **kwargs: object) -> Any:
        return function


class _Module(types.ModuleType):
    __version__ = "0.0.0"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return sys.modules.get(f"{self.__name__}.{name}", StandIn)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds an empty module for every name under the libraries that are left out."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def find_spec(self, name: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name.split(".")[0] in self._names else None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        pass


def is_enough(config: dict[str, Any]) -> bool:
    """The pipeline and policies of a configuration need none of the libraries that are left out."""
    names = [part["name"] for key in ("pipeline", "policies") for part in config.get(key) or []]
    return all(name.startswith("bot.") or name in _NEED_NOTHING for name in names)


def leave_out(learns: bool = True) -> None:
    """Puts the stand-ins before the libraries; to be called before Rasa is imported. learns: a model is to be trained."""
    sys.meta_path.insert(0, _Finder(_LEFT_OUT if learns else _LEFT_OUT | _ONLY_TO_LEARN))


def main() -> None:
    """Runs Rasa with the arguments of this process."""
    learns = sys.argv[1:2] != ["run"]
    if is_enough(yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))):
        leave_out(learns)
    from rasa import __main__ as rasa

    config = settings.load()
    logs.take_over_from_rasa(rasa, config.log_level, config.log_format)
    quick_rasa.mend(learns)
    rasa.main()


if __name__ == "__main__":
    main()
