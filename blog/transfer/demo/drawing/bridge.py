"""Pictures for the footbridge: the bridge itself, its paint under a lens, and the brush."""

from __future__ import annotations

import math
from collections.abc import Callable

from blog.transfer.demo.drawing.canvas import (
    COPPER,
    CREAM,
    DUSK,
    HEIGHT,
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
    WIDTH,
    WINE,
    Point,
    Sheet,
    curve,
    graph,
    mix,
    throws,
    turned,
)

WATERLINE = 566
MIDDLE = 600
PRIMER = "#8b9698"

Place = Callable[[float, float], Point]


def footbridge() -> Sheet:
    """An arched lattice bridge over still water, half painted, with a heron below."""
    sheet = Sheet(VELLUM)
    sheet.disc(872, 214, 84, mix(CREAM, PAPER, 0.35))
    sheet.land(lambda x: 452 - 70 * math.sin(x / 330 + 0.5), mix(SAGE, VELLUM, 0.62))
    sheet.land(lambda x: 492 - 46 * math.sin(x / 250 + 3.1), mix(SAGE, VELLUM, 0.25))
    _poplars(sheet)
    water = mix(MIST, VELLUM, 0.25)
    sheet.box(0, WATERLINE, WIDTH, HEIGHT - WATERLINE, water)
    _bridge(sheet, lambda x, y: (x, WATERLINE + (WATERLINE - y) * 0.72), water, 0.52)
    _ripples(sheet, water)
    _bridge(sheet, lambda x, y: (x, y), water, 0)
    sheet.shape([(0, 560), (330, WATERLINE), (0, 590)], MOSS)
    sheet.shape([(1200, 556), (880, WATERLINE), (1200, 590)], MOSS)
    _heron(sheet, 318, 744)
    return sheet


def _poplars(sheet: Sheet) -> None:
    for x, tall in ((70, 150), (118, 178), (166, 140), (1062, 120), (1110, 166), (1158, 136)):
        foot = 548
        tip = curve((x - 21, foot), (x - 24, foot - tall * 0.6), (x, foot - tall - 20), steps=20)
        back = curve((x, foot - tall - 20), (x + 24, foot - tall * 0.6), (x + 21, foot), steps=20)
        sheet.shape([*tip, *back], mix(MOSS, SAGE, 0.3))


def _deck(x: float) -> float:
    return 468 - 104 * (1 - ((x - MIDDLE) / 420) ** 2)


def _bridge(sheet: Sheet, place: Place, water: str, fade: float) -> None:
    stone, shade = mix("#a39a88", water, fade), mix("#857c6b", water, fade)
    for start, end, colour in ((180, MIDDLE, PRIMER), (MIDDLE, 1020, OXBLOOD)):
        _half(sheet, place, (start, end), mix(colour, water, fade))
    for x in (84, 1000):
        sheet.shape([place(x, 480), place(x + 116, 480), place(x + 128, 590), place(x - 12, 590)], stone)
        sheet.shape([place(x - 14, 464), place(x + 130, 464), place(x + 130, 486), place(x - 14, 486)], shade)
        for y in (516, 548):
            sheet.stroke([place(x + 10, y), place(x + 46, y)], 3, shade)
            sheet.stroke([place(x + 70, y + 16), place(x + 104, y + 16)], 3, shade)


def _half(sheet: Sheet, place: Place, span: tuple[int, int], colour: str) -> None:
    start, end = span
    for rise, thick in ((0, 14), (-84, 10)):
        line = graph(lambda x, rise=rise: _deck(x) + rise, start, end)  # type: ignore[misc]
        sheet.stroke([place(*point) for point in line], thick, colour)
    girder = graph(lambda x: _deck(x) + 34 - 22 * (1 - ((x - MIDDLE) / 420) ** 2), start, end)
    sheet.shape([place(*p) for p in [*graph(_deck, start, end), *reversed(girder)]], colour)
    for x in range(start, end, 35):
        sheet.stroke([place(x, _deck(x)), place(x + 35, _deck(x + 35) - 84)], 4.5, colour)
        sheet.stroke([place(x, _deck(x) - 84), place(x + 35, _deck(x + 35))], 4.5, colour)
    for x in range(start, end + 1, 105):
        sheet.stroke([place(x, _deck(x)), place(x, _deck(x) - 98)], 9, colour)
        sheet.disc(*place(x, _deck(x) - 100), 7.5, colour)


def _ripples(sheet: Sheet, water: str) -> None:
    dice = throws(1871)
    for row in range(16):
        y = WATERLINE + 16 + row * 15
        for _ in range(4):
            x, length = dice.uniform(-40, 1200), dice.uniform(60, 240)
            sheet.stroke([(x, y), (x + length, y)], 2 + row * 0.16, water)


def _heron(sheet: Sheet, x: float, y: float) -> None:
    grey = mix(INK, DUSK, 0.75)
    back = curve((x - 52, y - 92), (x - 20, y - 140), (x + 30, y - 128))
    sheet.shape([*back, (x + 24, y - 96), (x - 10, y - 84)], grey)
    neck = curve((x + 22, y - 118), (x + 62, y - 150), (x + 4, y - 176), (x + 34, y - 204))
    sheet.stroke(neck, 8, grey)
    sheet.disc(x + 36, y - 206, 9, grey)
    sheet.shape([(x + 38, y - 212), (x + 82, y - 200), (x + 38, y - 201)], OCHRE)
    for leg in (-2, 12):
        sheet.stroke([(x + leg, y - 92), (x + leg + 2, y)], 3, grey)
    sheet.stroke([(x - 40, y + 1), (x + 54, y + 1)], 2.5, mix(MIST, INK, 0.2))


BLACK_COAT = "#3d3b38"

COATS: tuple[tuple[str, float], ...] = (
    (OXBLOOD, 58),
    ("#7d2926", 62),
    ("#5f7a63", 44),
    ("#55705b", 62),
    ("#9aa0a0", 70),
    (BLACK_COAT, 46),
    ("#6f8a5f", 52),
    ("#4b6a50", 50),
    ("#d0703a", 40),
)


def paint_layers() -> Sheet:
    """Nine coats of paint on iron, seen edge-on through a round lens."""
    sheet = Sheet(VELLUM)
    handle = [(-36, 0), (36, 0), (30, 330), (-30, 330)]
    sheet.shape(turned([(x + 520, y + 724) for x, y in handle], -52, (520, 400)), mix(UMBER, INK, 0.25))
    ferrule = [(-40, -30), (40, -30), (38, 44), (-38, 44)]
    sheet.shape(turned([(x + 520, y + 764) for x, y in ferrule], -52, (520, 400)), OCHRE)
    sheet.disc(520, 400, 352, INK)
    sheet.within_circle(_strata(), 520, 400, 330)
    sheet.ring(520, 400, 331, 7, OCHRE)
    _chip(sheet)
    return sheet


def _strata() -> Sheet:
    layers = Sheet(mix(PAPER, SAND, 0.2))
    depth = 120.0
    for number, (colour, thick) in enumerate(COATS):
        edge = _uneven(depth, number)
        layers.land(edge, colour)
        if colour == BLACK_COAT:
            layers.stroke(graph(edge, 0, WIDTH), 9, INK)
        depth += thick
    layers.land(_uneven(depth, 9), "#3b3e40")
    dice = throws(9)
    for _ in range(90):
        x, y = dice.uniform(180, 860), dice.uniform(depth + 26, 790)
        layers.disc(x, y, dice.uniform(1.5, 5), "#54585a")
    return layers


def _uneven(depth: float, number: int) -> Callable[[float], float]:
    slope = (-1) ** number * 0.022
    return lambda x: depth + 7 * math.sin(x / 95 + number * 1.9) + slope * (x - 520)


def _chip(sheet: Sheet) -> None:
    x, y = 1016, 148
    for number, (colour, _) in enumerate(COATS):
        sheet.box(x, y + number * 11, 76, 11, colour)
    sheet.box(x, y + 99, 76, 26, "#3b3e40")
    for a, b in (((x - 12, y), (835, 260)), ((x - 12, y + 125), (872, 400))):
        sheet.stroke([a, b], 2.5, mix(SAND, INK, 0.35))


def brush_and_tin() -> Sheet:
    """A worn oval brush laid across an open tin of oxblood paint."""
    sheet = Sheet(mix(VELLUM, SAND, 0.35))
    sheet.disc(640, 392, 330, mix(VELLUM, PAPER, 0.5))
    sheet.box(0, 604, WIDTH, 196, mix(UMBER, SAND, 0.42))
    for y in (650, 706, 760):
        sheet.stroke([(0, y), (WIDTH, y + 4)], 2, mix(UMBER, SAND, 0.25))
    sheet.disc(600, 682, 226, mix(UMBER, INK, 0.1), tall=34)
    _tin(sheet)
    _brush(sheet)
    return sheet


def _tin(sheet: Sheet) -> None:
    body, shade = "#c3c8c6", "#9aa3a4"
    sheet.shape([(400, 330), (800, 330), (800, 664), (400, 664)], body)
    sheet.disc(600, 664, 200, body, tall=36)
    sheet.shape([(690, 330), (800, 330), (800, 664), *curve((800, 664), (790, 690), (690, 696))], shade)
    sheet.box(400, 430, 400, 152, CREAM)
    sheet.box(690, 430, 110, 152, mix(CREAM, OCHRE, 0.35))
    sheet.box(526, 470, 138, 12, INK)
    sheet.box(526, 498, 92, 8, mix(INK, CREAM, 0.4))
    sheet.box(526, 528, 52, 26, OXBLOOD)
    sheet.disc(600, 330, 208, shade, tall=50)
    sheet.disc(600, 330, 190, WINE, tall=41)
    sheet.disc(600, 340, 180, OXBLOOD, tall=33)
    for x, length, wide in ((436, 96, 15), (466, 150, 19), (500, 66, 13)):
        sheet.stroke([(x, 366), (x, 366 + length)], wide, OXBLOOD)
    sheet.stroke(curve((404, 340), (430, 382), (500, 378), (520, 376)), 14, OXBLOOD)


def _brush(sheet: Sheet) -> None:
    def lay(points: list[Point]) -> list[Point]:
        return turned(points, -14, (600, 300))

    handle = [*curve((650, 268), (760, 258), (820, 286), (960, 280)), (1010, 274), (1030, 300), (1010, 326)]
    sheet.shape(
        lay([*handle, *curve((960, 320), (820, 314), (760, 342), (650, 332))]), mix(UMBER, COPPER, 0.35)
    )
    sheet.disc(*lay([(1002, 300)])[0], 9, VELLUM)
    sheet.shape(lay([(540, 252), (662, 262), (662, 338), (540, 348)]), SLATE)
    sheet.shape(lay([(560, 253), (574, 254), (574, 346), (560, 347)]), mix(SLATE, PAPER, 0.4))
    sheet.shape(lay([(628, 259), (642, 260), (642, 340), (628, 341)]), mix(SLATE, INK, 0.3))
    hair = [(540, 252), (440, 240), *curve((330, 236), (296, 270), (312, 352)), (440, 362), (540, 348)]
    sheet.shape(lay(hair), mix(UMBER, INK, 0.45))
    wet = [
        (404, 239),
        *curve((330, 236), (296, 270), (312, 352)),
        (392, 359),
        (424, 330),
        (396, 300),
        (428, 268),
    ]
    sheet.shape(lay(wet), OXBLOOD)
    for y in (262, 284, 306, 328, 342):
        sheet.stroke(lay([(536, (y + 300) / 2), (452, y)]), 2, mix(UMBER, INK, 0.7))
