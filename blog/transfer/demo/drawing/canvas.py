"""A sheet of paper in flat colours: every shape is drawn large and reduced once, so that edges are smooth."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from random import Random

from PIL import Image, ImageColor, ImageDraw

Point = tuple[float, float]
Colour = str

PAPER = "#fbf9f4"
VELLUM = "#efe7d8"
SAND = "#dccfb6"
CREAM = "#f3e3b0"
OCHRE = "#d3a04a"
UMBER = "#7a5233"
COPPER = "#b4633b"
BLUSH = "#d9956c"
OXBLOOD = "#8c2f2b"
WINE = "#6a211f"
SAGE = "#8d9c82"
MOSS = "#4f5f4b"
MIST = "#b9c4c3"
SLATE = "#66757c"
DUSK = "#30465a"
NIGHT = "#1d2b3a"
DEEP = "#14202c"
INK = "#23201b"

WIDTH, HEIGHT = 1200, 800
OVERSAMPLING = 3


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Blend two colours; `share` is the part of the second, 0 to 1."""
    one, two = ImageColor.getrgb(first), ImageColor.getrgb(second)
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one[:3], two[:3], strict=True))
    return f"#{red:02x}{green:02x}{blue:02x}"


def turned(points: Iterable[Point], degrees: float, about: Point = (0, 0)) -> list[Point]:
    """Rotate points clockwise on the page about a centre, then keep them there."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    return [
        (
            about[0] + (x - about[0]) * cos - (y - about[1]) * sin,
            about[1] + (x - about[0]) * sin + (y - about[1]) * cos,
        )
        for x, y in points
    ]


def moved(points: Iterable[Point], dx: float, dy: float) -> list[Point]:
    """Shift points."""
    return [(x + dx, y + dy) for x, y in points]


def curve(*controls: Point, steps: int = 40) -> list[Point]:
    """Flatten one Bezier curve of any degree (de Casteljau)."""
    result = []
    for step in range(steps + 1):
        share, points = step / steps, list(controls)
        while len(points) > 1:
            points = [
                (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share) for a, b in pairwise(points)
            ]
        result.append(points[0])
    return result


def graph(height: Callable[[float], float], start: float, end: float, step: float = 8) -> list[Point]:
    """Sample y = height(x) from `start` to `end`, both included."""
    count = max(1, round((end - start) / step))
    return [(x, height(x)) for x in (start + (end - start) * i / count for i in range(count + 1))]


def round_the_clock(centre: Point, radius: float, turn: float) -> Point:
    """Return the point at `turn` degrees clockwise from twelve."""
    angle = math.radians(turn)
    return centre[0] + radius * math.sin(angle), centre[1] - radius * math.cos(angle)


def throws(seed: int) -> Random:
    """Return dice that fall the same way each time, so that a picture drawn again is the same picture."""
    return Random(seed)  # noqa: S311 - scatters raindrops, guards nothing


class Sheet:
    """Draws flat shapes in units of the finished picture (1200 by 800)."""

    def __init__(self, background: Colour) -> None:
        size = (WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING)
        self.image = Image.new("RGB", size, background)
        self._pen = ImageDraw.Draw(self.image)

    def _scaled(self, points: Iterable[Point]) -> list[Point]:
        return [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points]

    def shape(self, points: Sequence[Point], fill: Colour) -> None:
        """Fill a polygon."""
        self._pen.polygon(self._scaled(points), fill=fill)

    def box(
        self, x: float, y: float, width: float, height: float, fill: Colour, *, radius: float = 0
    ) -> None:
        """Fill a rectangle, with rounded corners if asked."""
        corners = [*self._scaled([(x, y)])[0], *self._scaled([(x + width, y + height)])[0]]
        self._pen.rounded_rectangle(corners, radius * OVERSAMPLING, fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: Colour, *, tall: float | None = None) -> None:
        """Fill a circle, or an ellipse of half-height `tall`."""
        high = radius if tall is None else tall
        corners = self._scaled([(x - radius, y - high), (x + radius, y + high)])
        self._pen.ellipse([*corners[0], *corners[1]], fill=fill)

    def stroke(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """Draw a line with round joints and ends (discs: Pillow's own joints leave spikes)."""
        scaled, thick = self._scaled(points), round(width * OVERSAMPLING)
        self._pen.line(scaled, fill=fill, width=thick)
        half = (thick - 1) / 2
        for x, y in scaled:
            self._pen.ellipse([x - half, y - half, x + half, y + half], fill=fill)

    def ring(self, x: float, y: float, radius: float, width: float, fill: Colour) -> None:
        """Draw a circle's outline, centred on its radius."""
        outer = radius + width / 2
        corners = self._scaled([(x - outer, y - outer), (x + outer, y + outer)])
        self._pen.ellipse([*corners[0], *corners[1]], outline=fill, width=round(width * OVERSAMPLING))

    def land(self, height: Callable[[float], float], fill: Colour, *, floor: float = HEIGHT) -> None:
        """Fill everything below the line y = height(x) down to `floor`."""
        self.shape([(0, floor), *graph(height, 0, WIDTH), (WIDTH, floor)], fill)

    def within_circle(self, other: Sheet, x: float, y: float, radius: float) -> None:
        """Show another sheet through a round opening."""
        mask = Image.new("L", self.image.size, 0)
        corners = self._scaled([(x - radius, y - radius), (x + radius, y + radius)])
        ImageDraw.Draw(mask).ellipse([*corners[0], *corners[1]], fill=255)
        self.image.paste(other.image, (0, 0), mask)

    def finished(self) -> Image.Image:
        """Return the picture at its real size."""
        return self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
