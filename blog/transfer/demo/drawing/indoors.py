"""Pictures from inside: the clock, its pendulum, the window, the seed drawer and the copper."""

from __future__ import annotations

from random import Random

from blog.transfer.demo.drawing.canvas import (
    BLUSH,
    COPPER,
    CREAM,
    DEEP,
    DUSK,
    INK,
    MIST,
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
    Point,
    Sheet,
    curve,
    mix,
    round_the_clock,
    throws,
    turned,
)


def clock_two_hands() -> Sheet:
    """A lit tower clock at night with a black and a red minute hand, nine minutes apart."""
    sheet = Sheet(NIGHT)
    dice = throws(1852)
    for _ in range(46):
        sheet.disc(
            dice.uniform(0, WIDTH), dice.uniform(0, 520), dice.uniform(1, 2.4), mix(CREAM, NIGHT, 0.35)
        )
    sheet.shape([(232, 800), (262, 60), (938, 60), (968, 800)], DUSK)
    sheet.shape([(212, 60), (988, 60), (970, 20), (230, 20)], mix(DUSK, INK, 0.3))
    for y in (132, 252, 372, 492, 612, 732):
        for x in (292, 872) if (y // 120) % 2 else (272, 892):
            sheet.box(x, y, 52, 5, mix(DUSK, NIGHT, 0.5))
    sheet.disc(600, 420, 330, DEEP)
    sheet.disc(600, 420, 304, CREAM)
    sheet.ring(600, 420, 284, 4, mix(CREAM, INK, 0.75))
    _dial(sheet, (600, 420))
    _roofs(sheet)
    return sheet


def _dial(sheet: Sheet, centre: Point) -> None:
    for minute in range(60):
        hour = minute % 5 == 0
        inner = 232 if hour else 266
        ends = [round_the_clock(centre, radius, minute * 6) for radius in (inner, 274)]
        sheet.stroke(ends, 13 if hour else 3.5, INK)
    _hand(sheet, centre, 304.5, (150, 17), INK)
    _hand(sheet, centre, 0, (252, 10), OXBLOOD)
    _hand(sheet, centre, 54, (252, 10), INK)
    sheet.disc(*centre, 21, INK)
    sheet.disc(*centre, 8, OCHRE)


def _hand(sheet: Sheet, centre: Point, turn: float, size: tuple[float, float], fill: str) -> None:
    length, half = size
    x, y = centre
    blade = [
        (x - half * 0.7, y + 54),
        (x + half * 0.7, y + 54),
        (x + half * 0.8, y - length * 0.78),
        (x, y - length),
    ]
    sheet.shape(turned([*blade, (x - half * 0.8, y - length * 0.78)], turn, centre), fill)


def _roofs(sheet: Sheet) -> None:
    sheet.shape([(0, 700), (90, 630), (200, 716), (232, 716), (232, 800), (0, 800)], DEEP)
    sheet.shape([(968, 720), (1060, 660), (1150, 716), (1200, 690), (1200, 800), (964, 800)], DEEP)
    sheet.box(1086, 590, 34, 120, DEEP)
    sheet.box(64, 724, 26, 34, OCHRE)
    sheet.box(1028, 738, 24, 30, OCHRE)


def pendulum() -> Sheet:
    """A pendulum in its case, a tray of coins half-way up the rod, its swing shown by two outlines."""
    sheet = Sheet(mix(NIGHT, INK, 0.25))
    pale = mix(NIGHT, MIST, 0.2)
    sheet.box(236, 0, 728, 800, NIGHT)
    sheet.stroke([(236, 0), (236, 800)], 5, pale)
    sheet.stroke([(964, 0), (964, 800)], 5, pale)
    for turn in (-9, 9):
        x, y = round_the_clock((600, -520), 1130, 180 - turn)
        sheet.stroke([(600, -520), (x, y - 134)], 2.5, pale)
        sheet.ring(x, y, 132, 2.5, pale)
    sheet.stroke([round_the_clock((600, -520), 1291, 180 + turn / 4) for turn in range(-36, 37)], 3, pale)
    for step in range(-4, 5):
        a, b = (round_the_clock((600, -520), r, 180 + step * 2.2) for r in (1282, 1300))
        sheet.stroke([a, b], 4, OCHRE if step == 0 else mix(NIGHT, MIST, 0.45))
    sheet.box(591, 0, 18, 620, "#aeb7b9")
    sheet.box(603, 0, 6, 620, SLATE)
    _coins(sheet)
    _bob(sheet)
    return sheet


def _coins(sheet: Sheet) -> None:
    sheet.shape([(470, 300), (730, 300), (700, 326), (500, 326)], OCHRE)
    sheet.box(462, 290, 276, 13, mix(OCHRE, PAPER, 0.35), radius=5)
    for x, coins in ((496, 4), (556, 2), (648, 5), (704, 1)):
        for number in range(coins):
            lean = (number % 2) * 4 - 2
            colour = (COPPER, mix(COPPER, INK, 0.25), BLUSH)[(number + x) % 3]
            sheet.box(x - 26 + lean, 278 - number * 13, 52, 12, colour, radius=3)
    sheet.box(579, 282, 42, 62, SLATE, radius=6)


def _bob(sheet: Sheet) -> None:
    sheet.disc(600, 610, 132, mix(OCHRE, UMBER, 0.45))
    sheet.disc(594, 604, 124, OCHRE)
    lit = curve((500, 560), (530, 500), (610, 496), steps=30)
    sheet.stroke(lit, 12, mix(OCHRE, PAPER, 0.5))
    sheet.ring(597, 607, 60, 3, mix(OCHRE, UMBER, 0.5))
    sheet.box(574, 742, 52, 22, SLATE, radius=4)
    sheet.stroke([(600, 764), (600, 776)], 8, "#aeb7b9")


def sash_window() -> Sheet:
    """A sash window with the linings off, so that cords, pulleys and weights can be seen."""
    sheet = Sheet(mix(VELLUM, SAND, 0.25))
    sheet.box(250, 40, 700, 700, UMBER)
    sheet.box(262, 52, 676, 688, mix(SAND, UMBER, 0.25))
    for x in (268, 840):
        sheet.box(x, 58, 92, 672, mix(UMBER, INK, 0.55))
    sheet.box(360, 58, 480, 672, "#c9d6d6")
    _view(sheet)
    _frame(sheet, 58, 330, mix(SAND, PAPER, 0.3))
    _frame(sheet, 306, 330, PAPER)
    for side in (1, -1):
        _weight(sheet, side)
    sheet.box(214, 730, 772, 30, PAPER)
    sheet.box(214, 752, 772, 10, SAND)
    sheet.box(0, 784, WIDTH, 16, mix(SAND, UMBER, 0.3))
    return sheet


def _view(sheet: Sheet) -> None:
    hill = curve((360, 560), (520, 470), (690, 560), (840, 500))
    sheet.shape([(360, 730), *hill, (840, 730)], mix(SAGE, MIST, 0.25))
    sheet.box(748, 446, 18, 50, mix(OXBLOOD, INK, 0.3))
    sheet.shape([(640, 514), (712, 450), (784, 514)], OXBLOOD)
    sheet.box(652, 514, 120, 76, mix(SAND, PAPER, 0.3))
    sheet.box(672, 532, 26, 26, DUSK)
    sheet.box(724, 536, 26, 54, DUSK)
    for x, y, tall in ((440, 574, 92), (478, 580, 70), (808, 566, 60)):
        sheet.disc(x, y - tall * 0.55, tall * 0.24, mix(SAGE, DUSK, 0.4), tall=tall * 0.5)
        sheet.stroke([(x, y - 20), (x, y + 6)], 5, mix(UMBER, INK, 0.3))
    sheet.shape([(360, 586), *curve((360, 586), (560, 556), (840, 596)), (840, 730), (360, 730)], SAGE)


def _frame(sheet: Sheet, y: float, tall: float, wood: str) -> None:
    edge, shade = 26, mix(wood, UMBER, 0.3)
    for x, top, wide, high in (
        (360, y, 480, edge),
        (360, y + tall - 34, 480, 34),
        (360, y, edge, tall),
        (814, y, edge, tall),
        (592, y, 16, tall),
    ):
        sheet.box(x, top, wide, high, wood)
    sheet.box(360, y + tall - 5, 480, 5, shade)
    sheet.stroke([(388, y + edge + 2), (590, y + edge + 2)], 2, shade)
    sheet.stroke([(610, y + edge + 2), (812, y + edge + 2)], 2, shade)


def _weight(sheet: Sheet, side: int) -> None:
    inner, middle = 600 - side * 240, 600 - side * 286
    cord = mix(CREAM, PAPER, 0.4)
    wheel = (600 - side * 263, 128)
    sheet.stroke([(inner + side * 4, 130), (inner + side * 4, 420)], 6, cord)
    sheet.stroke([(middle, 128), (middle, 452)], 6, cord)
    sheet.disc(*wheel, 28, cord)
    sheet.disc(*wheel, 22, OCHRE)
    sheet.disc(*wheel, 7, UMBER)
    sheet.disc(middle, 450, 9, cord)
    sheet.box(middle - 20, 462, 40, 196, "#9aa3a4", radius=17)
    sheet.box(middle + 5, 474, 9, 172, SLATE, radius=4)
    sheet.box(middle - 8, 540, 14, 5, INK)
    sheet.box(middle - 8, 551, 14, 5, INK)


def seed_drawer() -> Sheet:
    """A cabinet of forty-eight small drawers, one of them pulled open and full of envelopes."""
    sheet = Sheet(mix(UMBER, INK, 0.35))
    dice = throws(1983)
    for row in range(6):
        for column in range(8):
            _drawer(sheet, 14 + column * 147, 14 + row * 129.5, dice)
    _open_drawer(sheet, 14 + 4 * 147, 14 + 3 * 129.5)
    return sheet


def _drawer(sheet: Sheet, x: float, y: float, dice: Random) -> None:
    wood = mix(mix(UMBER, COPPER, 0.28), SAND, dice.uniform(0.02, 0.2))
    sheet.box(x, y, 139, 121, wood, radius=4)
    sheet.box(x, y + 114, 139, 7, mix(wood, INK, 0.3), radius=3)
    label = OXBLOOD if dice.random() < 0.07 else mix(CREAM, PAPER, dice.uniform(0, 0.7))
    sheet.box(x + 32, y + 20, 75, 36, label)
    ink = CREAM if label == OXBLOOD else mix(INK, CREAM, 0.45)
    for line in range(dice.choice((1, 2, 2))):
        sheet.box(x + 40, y + 31 + line * 11, dice.uniform(26, 56), 3, ink)
    sheet.disc(x + 69.5, y + 85, 15, mix(OCHRE, UMBER, 0.4))
    sheet.disc(x + 69.5, y + 82, 13, OCHRE)
    sheet.disc(x + 65, y + 78, 4, mix(OCHRE, PAPER, 0.6))


def _open_drawer(sheet: Sheet, x: float, y: float) -> None:
    sheet.box(x - 8, y - 4, 155, 129, INK)
    sheet.shape(
        [(x, y + 40), (x + 139, y + 40), (x + 166, y + 196), (x - 27, y + 196)], mix(UMBER, INK, 0.15)
    )
    papers = (
        (PAPER, 12, 34),
        (CREAM, 46, 20),
        (SAGE, 64, 44),
        (VELLUM, 30, 62),
        (CREAM, 4, 74),
        (PAPER, 72, 86),
    )
    for colour, shift, drop in papers:
        left = x + shift - 6
        sheet.shape(
            [(left, y + drop), (left + 72, y + drop - 8), (left + 76, y + 200), (left - 4, y + 200)], colour
        )
        sheet.stroke([(left + 12, y + drop + 18), (left + 48, y + drop + 14)], 3, mix(INK, colour, 0.5))
    sheet.box(x - 34, y + 168, 207, 170, mix(INK, UMBER, 0.2), radius=6)
    wood = mix(mix(UMBER, COPPER, 0.3), SAND, 0.28)
    sheet.box(x - 34, y + 160, 207, 168, wood, radius=6)
    sheet.box(x + 14, y + 186, 111, 52, PAPER)
    sheet.box(x + 26, y + 201, 84, 4, INK)
    sheet.box(x + 26, y + 217, 52, 4, OXBLOOD)
    sheet.disc(x + 69.5, y + 284, 22, mix(OCHRE, UMBER, 0.4))
    sheet.disc(x + 69.5, y + 280, 19, OCHRE)
    sheet.disc(x + 63, y + 274, 6, mix(OCHRE, PAPER, 0.6))


def copper_pots() -> Sheet:
    """Copper pans hanging from a rail: one shows its tinned inside, and the last hook has only a lid."""
    sheet = Sheet(mix(VELLUM, PAPER, 0.3))
    sheet.box(0, 684, WIDTH, 116, mix(SAND, VELLUM, 0.3))
    for x in range(-60, WIDTH, 160):
        sheet.stroke([(x, 692), (x, 800)], 2.5, VELLUM)
    sheet.stroke([(0, 764), (WIDTH, 764)], 2.5, VELLUM)
    sheet.box(0, 676, WIDTH, 10, OXBLOOD)
    for x in (96, 1104):
        sheet.box(x - 8, 70, 16, 40, INK)
    _pan(sheet, 214, 456, 166, tinned=False)
    _pan(sheet, 522, 430, 128, tinned=True)
    _pan(sheet, 762, 402, 98, tinned=False)
    _coffee_pot(sheet, 942)
    _lid(sheet, 1094)
    sheet.box(40, 102, 1120, 15, INK, radius=7)
    return sheet


def _hung(sheet: Sheet, x: float, bottom: float) -> None:
    handle = mix(UMBER, INK, 0.4)
    sheet.ring(x, 180, 15, 8, handle)
    sheet.stroke([(x, 199), (x, bottom)], 15, handle)
    sheet.stroke([(x, 108), *curve((x, 108), (x - 30, 128), (x - 30, 172), (x, 168), steps=20)], 6, INK)


def _pan(sheet: Sheet, x: float, y: float, radius: float, *, tinned: bool) -> None:
    _hung(sheet, x, y - radius + 10)
    sheet.disc(x, y, radius, COPPER)
    if tinned:
        sheet.disc(x, y, radius - 10, "#dfe3e1")
        sheet.disc(x + 5, y + 8, radius - 36, "#c6cccb")
        sheet.disc(x + 14, y + 26, 24, BLUSH, tall=20)
        sheet.disc(x + 15, y + 27, 16, COPPER, tall=13)
        return
    sheet.ring(x, y, radius - 17, 6, mix(COPPER, BLUSH, 0.4))
    shine = [round_the_clock((x, y), radius - 44, turn) for turn in range(-80, -18, 3)]
    sheet.stroke(shine, radius * 0.09, BLUSH)
    for turn in (-7, 7):
        sheet.disc(*round_the_clock((x, y), radius - 8, turn), 3.5, mix(UMBER, INK, 0.4))


def _coffee_pot(sheet: Sheet, x: float) -> None:
    _hung(sheet, x, 352)
    left = curve((x - 30, 346), (x - 22, 386), (x - 56, 420), (x - 62, 508))
    right = curve((x + 62, 508), (x + 56, 420), (x + 22, 386), (x + 30, 346))
    sheet.shape([*left, *right], COPPER)
    sheet.shape([(x - 52, 330), (x + 38, 330), (x + 30, 350), (x - 30, 350)], BLUSH)
    sheet.stroke(curve((x - 14, 388), (x - 36, 430), (x - 42, 490)), 8, BLUSH)
    sheet.stroke([(x - 58, 506), (x + 58, 506)], 5, mix(COPPER, UMBER, 0.5))


def _lid(sheet: Sheet, x: float) -> None:
    _hung(sheet, x, 260)
    sheet.disc(x, 328, 74, COPPER)
    sheet.ring(x, 328, 58, 6, mix(COPPER, BLUSH, 0.4))
    sheet.disc(x, 328, 17, mix(UMBER, INK, 0.4))
    sheet.disc(x - 4, 324, 6, mix(UMBER, BLUSH, 0.4))
