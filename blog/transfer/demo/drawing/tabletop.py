"""Pictures from a table, seen from above: the rainfall register and the contents of a drawer."""

from __future__ import annotations

from random import Random

from blog.transfer.demo.drawing.canvas import (
    BLUSH,
    COPPER,
    CREAM,
    DUSK,
    INK,
    MIST,
    MOSS,
    OCHRE,
    OXBLOOD,
    PAPER,
    SAGE,
    SAND,
    SLATE,
    UMBER,
    VELLUM,
    Point,
    Sheet,
    curve,
    mix,
    moved,
    throws,
    turned,
)


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
