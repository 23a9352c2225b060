"""The map as a PNG: bot/web/picture.py."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from PIL import Image

from bot.web.map import HEIGHT, WIDTH, point
from bot.web.picture import png
from tests.unit.facilities import facility

KRAKOW = replace(facility("a", "Kraków", confirmed=True), lat=50.06, lon=19.94)
GDANSK = replace(facility("b", "Gdańsk"), lat=54.35, lon=18.65)


def image(drawn: bytes | None) -> Image.Image:
    assert drawn is not None
    return Image.open(BytesIO(drawn)).convert("RGB")


def at(drawn: Image.Image, lat: float, lon: float, aside: float = 0.0) -> tuple[int, int, int]:
    """The colour of a spot, some units to the left of a mark's middle, where no figure stands."""
    x, y = point(lat, lon)
    colour = drawn.getpixel((round((x + 12 - aside) * 2), round((y + 12) * 2)))
    assert isinstance(colour, tuple)
    return colour[:3]


def near(one: tuple[int, int, int], other: str) -> bool:
    wanted = tuple(int(other[i : i + 2], 16) for i in (1, 3, 5))
    return all(abs(a - b) < 24 for a, b in zip(one, wanted))


def test_confirmed_marks_are_filled_and_others_are_not() -> None:
    drawn = image(png([KRAKOW, GDANSK]))
    assert drawn.size == ((WIDTH + 24) * 2, (HEIGHT + 24) * 2)
    assert near(at(drawn, 50.06, 19.94, aside=10), "#12545a")
    assert near(at(drawn, 54.35, 18.65, aside=10), "#fffdf9")
    assert near(at(drawn, 52.0, 19.5), "#e7f0ec")  # inside the border, no mark
    assert near(at(drawn, 54.9, 14.0), "#fbf8f2")  # outside it


def test_one_spot_has_one_mark_and_the_order_counts() -> None:
    one = image(png([KRAKOW]))
    both = image(png([KRAKOW, replace(KRAKOW, id="c")]))
    assert near(at(both, 50.06, 19.94, aside=16.2), "#12545a")  # "1, 2" is wider than "1"
    assert not near(at(one, 50.06, 19.94, aside=16.2), "#12545a")
    assert png([KRAKOW, GDANSK]) != png([GDANSK, KRAKOW])


def test_picture_is_small_and_nothing_is_drawn_of_what_is_nowhere() -> None:
    drawn = png([KRAKOW, GDANSK])
    assert drawn is not None
    assert len(drawn) < 60_000
    assert png([]) is None
    assert png([facility("online", kind="online_service")]) is None
