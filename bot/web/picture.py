"""The map of Poland with the facilities that were found, as a PNG for chats that show no SVG; its style is that of the website."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import Final, Union

from PIL import Image, ImageDraw, ImageFont

from actions.directory.directory import coordinates
from actions.directory.model import Facility
from bot.web.map import HEIGHT, WIDTH, outline, point

# The colours of bot/web/files/site.css by day: paper, tint, edge, deep, card.
_PAPER, _TINT, _EDGE, _DEEP, _CARD = "#fbf8f2", "#e7f0ec", "#7d938f", "#12545a", "#fffdf9"
_ZOOM: Final = 2  # pixels for a unit of the drawing
_SMOOTH: Final = 2  # drawn so many times as large, then made smaller, which smooths the lines
_RADIUS: Final = 15  # of a mark, in units
_APART: Final = 1.8 * _RADIUS  # units between the middles of two marks
_MARGIN: Final = 12
Font = Union[ImageFont.ImageFont, ImageFont.FreeTypeFont]
Marks = tuple[tuple[float, float, str, bool], ...]


def png(facilities: Sequence[Facility]) -> bytes | None:
    """The map with a numbered mark for each facility, in the order of the list; None when none of them is anywhere.

    Filled marks: recovery assistants are known to work there. Facilities whose marks would overlap share one ("1, 2").
    """
    spots: dict[tuple[float, float], list[int]] = {}
    for number, facility in enumerate(facilities, start=1):
        if where := coordinates(facility):
            here = point(*where)
            near = next((spot for spot in spots if math.dist(spot, here) < _APART), here)
            spots.setdefault(near, []).append(number)
    if not spots:
        return None
    marks = tuple(
        (x, y, ", ".join(map(str, numbers)), any(facilities[n - 1].confirmed for n in numbers)) for (x, y), numbers in spots.items()
    )
    return _drawn(marks)


@lru_cache(maxsize=128)
def _drawn(marks: Marks) -> bytes:
    """The picture; nothing of who asked for it is kept with it."""
    factor = _ZOOM * _SMOOTH
    image = Image.new("RGB", ((WIDTH + 2 * _MARGIN) * factor, (HEIGHT + 2 * _MARGIN) * factor), _PAPER)
    draw = ImageDraw.Draw(image)
    border = [((x + _MARGIN) * factor, (y + _MARGIN) * factor) for x, y in outline()]
    draw.polygon(border, fill=_TINT)
    draw.line([*border, border[0]], fill=_EDGE, width=2 * factor, joint="curve")
    font = ImageFont.load_default(size=17 * factor)
    for x, y, label, confirmed in marks:
        _mark(draw, ((x + _MARGIN) * factor, (y + _MARGIN) * factor), label, confirmed, font)
    small = image.resize((image.width // _SMOOTH, image.height // _SMOOTH), Image.Resampling.LANCZOS)
    written = BytesIO()
    small.quantize(64).save(written, "PNG", optimize=True)
    return written.getvalue()


def _mark(draw: ImageDraw.ImageDraw, centre: tuple[float, float], label: str, confirmed: bool, font: Font) -> None:
    factor = _ZOOM * _SMOOTH
    x, y = centre
    half = max(_RADIUS * factor, draw.textlength(label, font=font) / 2 + 6 * factor)
    box = (x - half, y - _RADIUS * factor, x + half, y + _RADIUS * factor)
    fill, ink = (_DEEP, _CARD) if confirmed else (_CARD, _DEEP)
    draw.rounded_rectangle(box, radius=_RADIUS * factor, fill=fill, outline=_CARD if confirmed else _DEEP, width=2 * factor)
    draw.text((x, y), label, fill=ink, font=font, anchor="mm")
