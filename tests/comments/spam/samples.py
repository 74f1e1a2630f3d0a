"""Comments of two kinds in endless variety, written for the tests."""

import random

from blog.comments.spam.features import Submitted

GARDEN = [
    "soil",
    "compost",
    "tomato",
    "basil",
    "rain",
    "seedlings",
    "frost",
    "mulch",
    "harvest",
    "beans",
    "roots",
    "shade",
]
TRADE = [
    "cheap",
    "discount",
    "watches",
    "outlet",
    "shipping",
    "brand",
    "store",
    "price",
    "luxury",
    "wholesale",
    "bags",
    "sale",
]


def good(chance: random.Random) -> Submitted:
    one, two, three = chance.sample(GARDEN, 3)
    return Submitted(
        text=f"I tried {one} with {two} last year, but doesn't the {three} suffer?", author="Ann"
    )


def spam(chance: random.Random) -> Submitted:
    one, two, three = chance.sample(TRADE, 3)
    return Submitted(text=f"best {one} {two} here http://s{chance.randrange(9)}.example {three} online now")


def stream(seed: int, size: int) -> list[tuple[Submitted, bool]]:
    chance = random.Random(seed)
    labels = [chance.random() < 0.5 for _ in range(size)]
    return [(spam(chance) if label else good(chance), label) for label in labels]
