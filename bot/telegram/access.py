"""The token of the bot: where it comes from, and how nobody else sees it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from bot.settings import SettingError, Settings

_TOKEN: Final = re.compile(r"^\d+:[A-Za-z0-9_-]{3,}$")
_NONE: Final = "none"


def read_token(config: Settings) -> str:
    """The token of the file or of the variable. Raises SettingError, which never shows it."""
    token = config.telegram_token
    if config.telegram_token_file != _NONE:
        try:
            token = Path(config.telegram_token_file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingError(
                f"TELEGRAM_TOKEN_FILE={config.telegram_token_file}: cannot be read ({type(error).__name__})"
            ) from None
    if token == _NONE:
        raise SettingError("Telegram needs a token: put it into a file and name that in TELEGRAM_TOKEN_FILE")
    if not _TOKEN.match(token):
        raise SettingError("the token of Telegram looks wrong: expected digits, a colon and letters, as @BotFather gave it")
    return token
