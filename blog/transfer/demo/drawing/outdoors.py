"""Pictures from outside: the rain gauge, three lit windows and the wall."""

from __future__ import annotations

import math
from random import Random

from blog.transfer.demo.drawing.canvas import (
    BLUSH,
    COPPER,
    CREAM,
    DEEP,
    DUSK,
    INK,
    MIST,
    MOSS,
    NIGHT,
    OCHRE,
    OXBLOOD,
    PAPER,
    SAGE,
    SAND,
    SLATE,
    UMBER,
    VELLUM,
    WIDTH,
    WINE,
    Point,
    Sheet,
    mix,
    throws,
    turned,
)


def rain_gauge() -> Sheet:
    """A copper rain gauge standing in a lawn, slanting rain, a cottage with one lit window."""
    sky = mix(MIST, SLATE, 0.25)
    sheet = Sheet(sky)
    sheet.land(lambda x: 396 - 60 * math.sin(x / 300 + 0.4), mix(SLATE, sky, 0.45))
    sheet.land(lambda x: 450 - 40 * math.sin(x / 240 + 2.2), mix(MOSS, sky, 0.45))
    _cottage(sheet)
    sheet.land(lambda x: 540 - 14 * math.sin(x / 380), mix(SAGE, MOSS, 0.35))
    sheet.land(lambda x: 640 + 10 * math.sin(x / 300), mix(SAGE, MOSS, 0.7))
    _rain(sheet, mix(sky, PAPER, 0.55))
    _gauge(sheet)
    _grass(sheet)
    return sheet


def _cottage(sheet: Sheet) -> None:
    sheet.box(150, 430, 210, 130, mix(VELLUM, MIST, 0.3))
    sheet.shape([(128, 436), (186, 350), (324, 350), (382, 436)], mix(OXBLOOD, SLATE, 0.25))
    sheet.box(296, 316, 28, 60, mix(OXBLOOD, INK, 0.3))
    sheet.box(180, 466, 38, 42, OCHRE)
    sheet.stroke([(199, 466), (199, 508)], 3, VELLUM)
    sheet.box(278, 470, 44, 90, DUSK)


def _rain(sheet: Sheet, colour: str) -> None:
    dice = throws(1931)
    for _ in range(240):
        x, y, length = dice.uniform(-40, 1260), dice.uniform(-40, 760), dice.uniform(18, 46)
        sheet.stroke([(x, y), (x - length * 0.28, y + length)], dice.uniform(1.2, 2.4), colour)


def _gauge(sheet: Sheet) -> None:
    sheet.disc(742, 726, 132, mix(MOSS, INK, 0.35), tall=22)
    sheet.box(652, 380, 180, 340, COPPER)
    sheet.disc(742, 720, 90, COPPER, tall=15)
    sheet.box(776, 380, 56, 340, mix(COPPER, UMBER, 0.5))
    sheet.box(672, 396, 20, 322, BLUSH)
    sheet.box(644, 486, 196, 15, mix(COPPER, UMBER, 0.65))
    sheet.box(644, 362, 196, 24, OCHRE)
    sheet.disc(742, 362, 98, OCHRE, tall=22)
    sheet.disc(742, 362, 86, mix(UMBER, INK, 0.4), tall=17)
    sheet.disc(742, 368, 34, INK, tall=7)


def _grass(sheet: Sheet) -> None:
    dice = throws(5)
    for _ in range(150):
        x, tall = dice.uniform(0, WIDTH), dice.uniform(16, 44)
        near = 600 < x < 884
        y = dice.uniform(728, 760) if near else dice.uniform(690, 800)
        lean = dice.uniform(-12, 4)
        shade = mix(MOSS, INK, dice.uniform(0.1, 0.4)) if dice.random() < 0.6 else mix(SAGE, MOSS, 0.3)
        sheet.shape([(x - 4, y), (x + lean, y - tall), (x + 4, y)], shade)


def three_houses() -> Sheet:
    """Night: a boat, a hut and a house apart on three hills, each with something kept in its lit window."""
    sheet = Sheet(NIGHT)
    dice = throws(2009)
    for _ in range(70):
        sheet.disc(
            dice.uniform(0, WIDTH), dice.uniform(0, 420), dice.uniform(0.9, 2.2), mix(CREAM, NIGHT, 0.4)
        )
    sheet.disc(206, 150, 52, CREAM)
    sheet.disc(228, 138, 46, NIGHT)
    sheet.land(lambda x: 470 - 96 * math.sin((x - 520) / 330), mix(DUSK, NIGHT, 0.45))
    _house(sheet, 944, 372)
    sheet.land(lambda x: 590 - 54 * math.sin((x - 260) / 300), mix(DUSK, NIGHT, 0.75))
    _hut(sheet, 612, 560)
    sheet.land(lambda x: 660 + 26 * math.sin(x / 260 + 0.6), DEEP)
    sheet.box(0, 716, WIDTH, 84, mix(DUSK, NIGHT, 0.3))
    _boat(sheet, 96, 716)
    for x, y, length in ((150, 756, 120), (330, 770, 90), (620, 748, 160), (880, 774, 130), (1050, 752, 90)):
        sheet.stroke([(x, y), (x + length, y)], 3, mix(DUSK, MIST, 0.2))
    return sheet


def _house(sheet: Sheet, x: float, y: float) -> None:
    wall = mix(SLATE, DUSK, 0.45)
    sheet.box(x - 96, y - 110, 192, 150, wall)
    sheet.shape([(x - 118, y - 104), (x, y - 196), (x + 118, y - 104)], OXBLOOD)
    sheet.box(x + 50, y - 196, 26, 62, mix(OXBLOOD, INK, 0.35))
    sheet.box(x - 62, y - 84, 82, 78, OCHRE)
    sheet.box(x - 62, y - 84, 82, 40, mix(OCHRE, CREAM, 0.35))
    sheet.box(x - 42, y - 34, 42, 28, OXBLOOD, radius=3)
    sheet.box(x - 45, y - 38, 48, 9, WINE, radius=3)
    sheet.box(x + 44, y - 66, 36, 106, DEEP)


def _hut(sheet: Sheet, x: float, y: float) -> None:
    wall = mix(UMBER, NIGHT, 0.4)
    sheet.box(x - 84, y - 96, 168, 130, wall)
    for plank in range(1, 6):
        sheet.stroke([(x - 84 + plank * 28, y - 96), (x - 84 + plank * 28, y + 34)], 2, mix(wall, NIGHT, 0.4))
    sheet.shape([(x - 104, y - 92), (x - 90, y - 132), (x + 90, y - 132), (x + 104, y - 92)], DEEP)
    sheet.box(x - 54, y - 74, 70, 58, mix(OCHRE, CREAM, 0.2))
    sheet.box(x - 40, y - 32, 42, 16, INK, radius=3)
    sheet.disc(x - 6, y - 24, 2.6, OXBLOOD)


def _boat(sheet: Sheet, x: float, y: float) -> None:
    sheet.shape([(x - 46, y - 44), (x + 350, y - 44), (x + 330, y + 12), (x - 8, y + 12)], OXBLOOD)
    sheet.box(x - 46, y - 52, 396, 10, CREAM)
    sheet.shape([(x + 26, y - 52), (x + 40, y - 116), (x + 292, y - 116), (x + 304, y - 52)], MOSS)
    sheet.box(x + 30, y - 124, 272, 11, mix(MOSS, INK, 0.4))
    sheet.box(x + 84, y - 106, 92, 44, mix(OCHRE, CREAM, 0.2), radius=5)
    sheet.box(x + 108, y - 90, 38, 24, INK, radius=2)
    sheet.box(x + 102, y - 67, 50, 5, INK, radius=2)
    sheet.disc(x + 234, y - 86, 16, OCHRE)
    sheet.box(x + 66, y - 152, 11, 32, INK)


def dry_wall() -> Sheet:
    """A dry stone wall cut across on a hill: faces, hearting, throughs and cope."""
    sheet = Sheet(mix(MIST, PAPER, 0.45))
    sheet.land(lambda x: 500 - 120 * math.sin(x / 420 + 0.2), mix(SAGE, MIST, 0.5))
    sheet.stroke(
        [(x, 500 - 120 * math.sin(x / 420 + 0.2) - 5) for x in range(0, 420, 6)], 9, mix(SLATE, MIST, 0.35)
    )
    sheet.land(lambda x: 610 - 70 * math.sin(x / 360 + 1.2), mix(SAGE, MOSS, 0.2))
    sheet.land(lambda x: 716 + 8 * math.sin(x / 200), mix(MOSS, SAGE, 0.3))
    _section(sheet)
    _sheep(sheet, 214, 556)
    return sheet


def _section(sheet: Sheet) -> None:
    dice = throws(1803)
    sheet.shape([(386, 742), (506, 204), (774, 204), (894, 742)], mix(INK, SLATE, 0.4))
    for row in range(22):
        reach = 88 + row * 3.5
        for column in range(-5, 6):
            x = column * 27 + (row % 2) * 13 + dice.uniform(-5, 5)
            place = (640 + max(-reach, min(reach, x)), 216 + row * 24.5 + dice.uniform(-4, 4))
            _stone(sheet, place, (dice.uniform(9, 14), dice.uniform(8, 12)), dice)
    y, course = 748.0, 0
    while y > 216:
        tall = max(30.0, dice.uniform(44, 60) * (0.6 + 0.4 * (y - 200) / 540))
        half = 140 + (y - tall / 2 - 204) * 0.224
        if course in (4, 8):
            _stone(
                sheet, (640, y - tall / 2), (half + 30, tall / 2 - 2.5), dice, colour=mix(SAND, COPPER, 0.34)
            )
        else:
            for side in (-1, 1):
                deep = dice.uniform(0.46, 0.62) * half / 2
                _stone(sheet, (640 + side * (half - deep + 3), y - tall / 2), (deep, tall / 2 - 2.5), dice)
        y, course = y - tall, course + 1
    for number in range(7):
        _stone(sheet, (516 + number * 41.5, y - 36), (18.5, dice.uniform(36, 44)), dice, lean=12)
    _tufts(sheet, dice)


def _tufts(sheet: Sheet, dice: Random) -> None:
    for _ in range(120):
        x, tall = dice.uniform(340, 940), dice.uniform(14, 38)
        y = dice.uniform(748, 764)
        shade = mix(MOSS, SAGE, dice.uniform(0.1, 0.5))
        sheet.shape([(x - 6, y), (x + dice.uniform(-10, 10), y - tall), (x + 6, y)], shade)
    sheet.box(0, 752, WIDTH, 48, mix(MOSS, SAGE, 0.3))


def _stone(
    sheet: Sheet,
    centre: Point,
    half: tuple[float, float],
    dice: Random,
    *,
    colour: str | None = None,
    lean: float = 0,
) -> None:
    (x, y), (wide, tall) = centre, half
    chip = min(wide, tall) * 0.5
    corners = []
    for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        cut = dice.uniform(0.3, 1) * chip
        across, down = (x + sx * wide, y + sy * (tall - cut)), (x + sx * (wide - cut), y + sy * tall)
        corners += [across, down] if sx * sy > 0 else [down, across]
    fill = colour or mix(mix("#a9a18f", SLATE, dice.uniform(0, 0.45)), PAPER, dice.uniform(0, 0.3))
    sheet.shape(turned(corners, lean or dice.uniform(-2, 2), centre), fill)


def _sheep(sheet: Sheet, x: float, y: float) -> None:
    for leg in (-30, -14, 16, 32):
        sheet.stroke([(x + leg, y + 10), (x + leg, y + 48)], 6, INK)
    for dx, dy, radius in ((-30, 0, 26), (0, -10, 32), (30, -2, 26), (6, 8, 30)):
        sheet.disc(x + dx, y + dy, radius, PAPER)
    sheet.disc(x + 60, y - 18, 17, INK, tall=13)
    sheet.disc(x + 46, y - 26, 8, INK, tall=5)
