"""Pictures from outside and from the table: rain, register, houses, string and the wall."""

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
    curve,
    mix,
    moved,
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


def register() -> Sheet:
    """A rainfall register open at a page of figures, eleven empty lines joined by a red bracket."""
    sheet = Sheet(mix(UMBER, INK, 0.3))
    sheet.shape([(70, 64), (1136, 64), (1150, 752), (58, 752)], mix(UMBER, INK, 0.65))
    sheet.shape([(80, 50), (600, 58), (600, 742), (68, 734)], PAPER)
    sheet.shape([(600, 58), (1120, 50), (1132, 734), (600, 742)], mix(PAPER, VELLUM, 0.45))
    sheet.shape([(572, 58), (600, 58), (600, 742), (572, 742)], VELLUM)
    sheet.stroke([(600, 58), (600, 742)], 3, mix(SAND, UMBER, 0.4))
    dice = throws(1972)
    for left in (112, 640):
        sheet.box(left, 92, 190, 11, INK)
        sheet.box(left + 330, 94, 70, 7, mix(INK, PAPER, 0.4))
        for row in range(21):
            sheet.stroke([(left, 148 + row * 28), (left + 424, 148 + row * 28)], 1.6, mix(MIST, PAPER, 0.3))
        for shift in (64, 250, 340):
            sheet.stroke([(left + shift, 120), (left + shift, 708)], 1.8, mix(OXBLOOD, PAPER, 0.62))
        for row in range(20):
            _entry(sheet, (left, 141 + row * 28), dice, missing=left > 600 and 6 <= row <= 16)
    bracket = [*curve((1030, 306), (1058, 308), (1054, 330)), (1054, 440), (1074, 455), (1054, 470)]
    sheet.stroke([*bracket, (1054, 580), *curve((1054, 580), (1058, 602), (1030, 604))], 6, OXBLOOD)
    _scribble(sheet, (1084, 461), 26, dice, OXBLOOD)
    _pencil(sheet)
    return sheet


def _entry(sheet: Sheet, corner: Point, dice: Random, *, missing: bool) -> None:
    x, y = corner
    ink = mix(INK, DUSK, 0.4)
    _scribble(sheet, (x + 14, y), dice.uniform(20, 32), dice, mix(ink, PAPER, 0.25))
    if missing:
        return
    _scribble(sheet, (x + 80, y), dice.uniform(50, 150), dice, mix(ink, PAPER, 0.35))
    _scribble(sheet, (x + 272, y), dice.uniform(26, 46), dice, ink)


def _scribble(sheet: Sheet, start: Point, length: float, dice: Random, ink: str) -> None:
    points, x = [], 0.0
    while x < length:
        points.append((start[0] + x, start[1] - dice.uniform(0, 12)))
        x += dice.uniform(3, 6)
    sheet.stroke(points, 2.2, ink)


def _pencil(sheet: Sheet) -> None:
    about = (900, 690)
    body = [(690, 676), (1060, 676), (1060, 704), (690, 704)]
    sheet.shape(turned(body, -9, about), OXBLOOD)
    sheet.shape(
        turned([(690, 676), (1060, 676), (1060, 684), (690, 684)], -9, about), mix(OXBLOOD, BLUSH, 0.4)
    )
    sheet.shape(turned([(690, 676), (690, 704), (640, 690)], -9, about), CREAM)
    sheet.shape(turned([(656, 685.5), (656, 694.5), (640, 690)], -9, about), INK)
    sheet.shape(turned([(1060, 676), (1084, 676), (1084, 704), (1060, 704)], -9, about), OCHRE)


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


def string() -> Sheet:
    """Things from a drawer set out in rows: string, keys, corks, a stump of tape measure, pencils."""
    sheet = Sheet(mix(VELLUM, PAPER, 0.25))
    _ball(sheet, 232, 236)
    _loops(sheet)
    _keys(sheet)
    _tape(sheet)
    _corks(sheet)
    _halves(sheet)
    _label(sheet)
    return sheet


def _ball(sheet: Sheet, x: float, y: float) -> None:
    twine = mix(OCHRE, SAND, 0.45)
    sheet.disc(x, y, 128, mix(twine, UMBER, 0.25))
    for turn in range(0, 180, 15):
        arc = curve((x - 126, y), (x - 60, y - 96 + turn * 0.6), (x + 60, y - 96 + turn * 0.6), (x + 126, y))
        sheet.stroke(turned(arc, turn * 1.7, (x, y)), 8, mix(twine, PAPER, (turn % 45) / 120))
    sheet.stroke(curve((x + 88, y + 88), (x + 140, y + 150), (x + 190, y + 60), (x + 206, y + 120)), 8, twine)


def _loops(sheet: Sheet) -> None:
    for number, colour in enumerate((OXBLOOD, SLATE, OCHRE, INK, SAGE)):
        x = 500 + number * 62
        line = curve((x, 116), (x + 44, 190), (x - 44, 240 + number * 14), (x + 8, 352 - number * 22))
        sheet.stroke(line, 7, colour)
    bow = [
        *curve((900, 236), (820, 120), (800, 290), (900, 236)),
        *curve((900, 236), (1000, 120), (1000, 300), (900, 236)),
    ]
    sheet.stroke(bow, 8, OXBLOOD)
    for end in ((850, 352), (958, 344)):
        sheet.stroke(curve((900, 236), (890 if end[0] < 900 else 912, 300), end), 8, OXBLOOD)
    sheet.disc(900, 236, 13, mix(OXBLOOD, INK, 0.3))


def _keys(sheet: Sheet) -> None:
    for x, colour, long in ((1058, SLATE, 150), (1122, OCHRE, 118)):
        sheet.ring(x, 150, 22, 9, colour)
        sheet.stroke([(x, 172), (x, 172 + long)], 9, colour)
        for tooth in (0, 22):
            sheet.box(x, 158 + long - tooth, 24, 9, colour)


def _tape(sheet: Sheet) -> None:
    sheet.box(96, 456, 560, 60, OCHRE)
    sheet.shape(
        [(96, 456), (112, 466), (98, 478), (114, 490), (96, 500), (96, 516), (80, 516), (80, 456)],
        mix(VELLUM, PAPER, 0.25),
    )
    for mark in range(28):
        long = 30 if mark % 5 == 0 else 16
        sheet.stroke(
            [(128 + mark * 19, 456), (128 + mark * 19, 456 + long)], 2.6, OXBLOOD if mark % 10 == 0 else INK
        )
    sheet.box(644, 452, 16, 68, SLATE)


def _corks(sheet: Sheet) -> None:
    for x, y, turn in ((752, 470, 8), (858, 494, -24), (964, 468, 74), (1078, 486, -6)):
        body = moved([(-30, -40), (30, -40), (26, 40), (-26, 40)], x, y)
        sheet.shape(turned(body, turn, (x, y)), mix(COPPER, SAND, 0.55))
        band = moved([(-29, -24), (29, -24), (28, -8), (-28, -8)], x, y)
        sheet.shape(
            turned(band, turn, (x, y)), mix(OXBLOOD, SAND, 0.25) if turn == 74 else mix(UMBER, SAND, 0.45)
        )


def _halves(sheet: Sheet) -> None:
    for row, (colour, long) in enumerate(((OXBLOOD, 250), (MOSS, 196), (DUSK, 224))):
        y = 598 + row * 54
        sheet.box(150, y, long, 26, colour)
        sheet.box(150, y, long, 8, mix(colour, PAPER, 0.25))
        sheet.shape([(150, y), (150, y + 26), (104, y + 13)], CREAM)
        sheet.shape([(119, y + 8.8), (119, y + 17.2), (104, y + 13)], INK)
        sheet.shape(
            [
                (150 + long, y),
                (162 + long, y + 8),
                (152 + long, y + 15),
                (160 + long, y + 26),
                (150 + long, y + 26),
            ],
            CREAM,
        )


def _label(sheet: Sheet) -> None:
    tag = [(640, 640), (684, 602), (1010, 602), (1010, 708), (684, 708), (640, 670)]
    sheet.shape(turned(moved(tag, 5, 7), -4, (820, 655)), SAND)
    sheet.shape(turned(tag, -4, (820, 655)), mix(CREAM, PAPER, 0.3))
    sheet.disc(*turned([(680, 655)], -4, (820, 655))[0], 16, OXBLOOD)
    sheet.disc(*turned([(680, 655)], -4, (820, 655))[0], 8, mix(VELLUM, PAPER, 0.25))
    for y, long in ((636, 230), (672, 158)):
        sheet.stroke(turned([(736, y), (736 + long, y)], -4, (820, 655)), 6, INK)
    sheet.stroke(curve((676, 664), (600, 720), (560, 600), (530, 690), (560, 740)), 6, mix(OCHRE, SAND, 0.45))


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
