"""Draw every illustration of the demo magazine again: `python -m blog.transfer.demo.draw [NAME...]`.

The files in `images/` are the result; nothing at run time needs this module.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from blog.transfer.demo.drawing import bridge, indoors, outdoors, tabletop
from blog.transfer.demo.drawing.canvas import Sheet

IMAGES = Path(__file__).parent / "images"
WEBP_QUALITY = 86

PICTURES: dict[str, Callable[[], Sheet]] = {
    "footbridge": bridge.footbridge,
    "paint-layers": bridge.paint_layers,
    "brush-and-tin": bridge.brush_and_tin,
    "clock-two-hands": indoors.clock_two_hands,
    "pendulum": indoors.pendulum,
    "sash-window": indoors.sash_window,
    "seed-drawer": indoors.seed_drawer,
    "copper-pots": indoors.copper_pots,
    "rain-gauge": outdoors.rain_gauge,
    "register": tabletop.register,
    "three-houses": outdoors.three_houses,
    "string": tabletop.string,
    "dry-wall": outdoors.dry_wall,
}


def draw(names: Iterable[str], *, into: Path = IMAGES) -> list[Path]:
    """Draw the named pictures as WebP files of 1200 by 800 pixels; raises KeyError for an unknown name."""
    paths = []
    for name in names:
        path = into / f"{name}.webp"
        PICTURES[name]().finished().save(path, quality=WEBP_QUALITY, method=6)
        paths.append(path)
    return paths


if __name__ == "__main__":
    for drawn in draw(sys.argv[1:] or PICTURES):
        sys.stdout.write(f"{drawn.name}: {drawn.stat().st_size / 1024:.0f} KB\n")
