"""Settings from the environment: bot/settings.py."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from bot.settings import SettingError, Settings, load


def test_without_environment_all_are_defaults() -> None:
    assert load({}) == Settings()
    assert load({"PATH": "/bin", "port": "1"}) == Settings()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("host", "0.0.0.0", "0.0.0.0"),  # noqa: S104 (only read)
        ("port", "8080", 8080),
        ("actions_port", "8081", 8081),
        ("profile", "production", "production"),
        ("rasa_api", "1", True),
        ("rasa_api", "true", True),
        ("rasa_api", "True", True),
        ("rasa_api", "0", False),
        ("rasa_api", "false", False),
        ("rasa_api", "", False),
        ("database_url", "sqlite:////tmp/list.db", "sqlite:////tmp/list.db"),
        ("message_limit", "500", 500),
        ("stale_days", "180", 180),
        ("answer_timeout", "2.5", 2.5),
        ("answer_timeout", "3", 3.0),
        ("conversation_hours", "0.5", 0.5),
        ("log_level", "INFO", "INFO"),
    ],
)
def test_good_value_is_converted(name: str, text: str, value: object) -> None:
    loaded = getattr(load({name.upper(): text}), name)
    assert loaded == value
    assert type(loaded) is type(value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORT", "abc"),
        ("PORT", ""),
        ("PORT", "80.5"),
        ("PORT", "0"),
        ("PORT", "-1"),
        ("PORT", "70000"),
        ("ACTIONS_PORT", "x"),
        ("ACTIONS_PORT", "65536"),
        ("PROFILE", "prod"),
        ("PROFILE", ""),
        ("RASA_API", "yes"),
        ("RASA_API", "2"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", ""),
        ("MESSAGE_LIMIT", "1.5"),
        ("STALE_DAYS", "0"),
        ("STALE_DAYS", "a year"),
        ("MESSAGE_LIMIT", "0"),
        ("ANSWER_TIMEOUT", "soon"),
        ("ANSWER_TIMEOUT", "0"),
        ("ANSWER_TIMEOUT", "nan"),
        ("CONVERSATION_HOURS", "-3"),
        ("CONVERSATION_HOURS", "nan"),
        ("LOG_LEVEL", "debug"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_bad_value_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(SettingError, match=f"^{name}='{text}': expected "):
        load({name: text})


def test_choices_are_told() -> None:
    with pytest.raises(SettingError, match="development, production"):
        load({"PROFILE": "staging"})


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


@pytest.mark.parametrize("name", [f.name for f in fields(Settings)])
def test_every_setting_says_what_it_means(name: str) -> None:
    (found,) = (f for f in fields(Settings) if f.name == name)
    assert len(found.metadata["doc"]) > 10
