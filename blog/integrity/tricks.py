"""The ways in which a style or an attribute keeps text from readers, each a small test of one element."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LENGTH = re.compile(r"(-?(?:\d+\.?\d*|\.\d+))(px|em|rem|ex|ch|pt|pc|in|cm|mm|vw|vh|vmin|vmax|%)?")
# CSS pixels a unit stands for; of relative units what they are on an ordinary page.
_PIXELS = {
    "px": 1.0, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8,
    "mm": 3.78, "vw": 12.0, "vh": 9.0, "vmin": 9.0, "vmax": 12.0, "%": 12.0, "": 1.0,
}  # fmt: skip
# Further out than this lies outside any screen.
FAR = 500.0
SMALL = 2.0


@dataclass(frozen=True)
class Element:
    """One start tag: its name, attributes, and style declarations (names and values in lower case)."""

    name: str
    attributes: Mapping[str, str]
    style: Mapping[str, str] = field(default_factory=dict)

    def get(self, *names: str) -> str:
        """Return the value of the first of these style properties that is declared."""
        return next((self.style[name] for name in names if name in self.style), "")

    def pixels(self, name: str) -> float | None:
        """Return the first length of a style property in CSS pixels."""
        return pixels(self.style.get(name, ""))

    @property
    def is_positioned(self) -> bool:
        return self.get("position") in ("absolute", "fixed", "relative", "sticky")

    @property
    def is_clipped(self) -> bool:
        return any(self.get(name) in ("hidden", "clip") for name in ("overflow", "overflow-x", "overflow-y"))


def declarations(style: str) -> dict[str, str]:
    """Return the declarations of a style attribute."""
    found = {}
    for part in _COMMENT.sub("", style).lower().split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip()] = " ".join(value.replace("!important", "").split())
    return found


def pixels(value: str) -> float | None:
    """Return the first length in a style value in CSS pixels, or None."""
    match = _LENGTH.search(value)
    return float(match[1]) * _PIXELS[match[2] or ""] if match else None


def _is_zero(value: float | None, limit: float = SMALL) -> bool:
    return value is not None and abs(value) < limit


def _is_far(value: float | None) -> bool:
    return value is not None and value <= -FAR


def no_display(e: Element) -> bool:
    return e.get("display") == "none"


def no_visibility(e: Element) -> bool:
    return e.get("visibility") in ("hidden", "collapse") or e.get("content-visibility") == "hidden"


def no_opacity(e: Element) -> bool:
    for value in (e.get("opacity"), _argument(e.get("filter"), "opacity")):
        amount = _LENGTH.match(value)
        if amount and float(amount[1]) / (100 if amount[2] == "%" else 1) < 0.05:
            return True
    return bool(re.search(r"alpha\(\s*opacity\s*=\s*[0-4]\s*\)", e.get("filter", "-ms-filter")))


def tiny_type(e: Element) -> bool:
    short = re.match(r"(?:[a-z-]+ )*([\d.]+(?:px|pt|em|rem|%)?)(?:/|\s)", e.get("font"))
    size = e.get("font-size") or (short[1] if short else "")
    match = _LENGTH.match(size)
    limit = 0.13 if match and match[2] in ("em", "rem") else 13.0 if match and match[2] == "%" else SMALL
    return bool(match) and abs(float(match[1] if match else 1)) < limit


def no_box(e: Element) -> bool:
    sizes = (
        "width",
        "height",
        "max-width",
        "max-height",
        "inline-size",
        "block-size",
        "max-block-size",
        "line-height",
    )
    return e.is_clipped and any(_is_zero(e.pixels(name)) for name in sizes)


def off_screen(e: Element) -> bool:
    sides = (
        "left",
        "top",
        "right",
        "bottom",
        "inset",
        "inset-inline-start",
        "inset-block-start",
        "inset-inline-end",
    )
    return e.is_positioned and any(_is_out(e.style.get(name, "")) for name in sides)


def _is_out(value: str) -> bool:
    lengths = [float(n) * _PIXELS[unit] for n, unit in _LENGTH.findall(value)]
    return any(length <= -FAR or length >= 6 * FAR for length in lengths)


def pushed_out(e: Element) -> bool:
    names = (
        "margin",
        "margin-left",
        "margin-top",
        "margin-right",
        "margin-inline-start",
        "margin-block-start",
    )
    return any(_is_out_back(e.style.get(name, "")) for name in names)


def _is_out_back(value: str) -> bool:
    return any(_is_far(float(n) * _PIXELS[unit]) for n, unit in _LENGTH.findall(value))


def indented_out(e: Element) -> bool:
    indent = e.pixels("text-indent")
    return indent is not None and (indent <= -FAR or (indent >= FAR and e.is_clipped))


def clipped_away(e: Element) -> bool:
    clip, path = e.get("clip"), e.get("clip-path", "-webkit-clip-path")
    if clip.startswith("rect("):
        corners = [float(n) * _PIXELS[unit] for n, unit in _LENGTH.findall(clip)]
        return len(corners) == 4 and (
            abs(corners[2] - corners[0]) < SMALL or abs(corners[1] - corners[3]) < SMALL
        )
    return bool(
        re.match(
            r"inset\(\s*(?:[5-9]\d|1\d\d)|(?:circle|ellipse)\(\s*0(?![.\d])|polygon\(\s*0[a-z%]* 0", path
        )
    )


def transformed_away(e: Element) -> bool:
    value = e.get("transform", "-webkit-transform") + " " + e.get("scale")
    if re.search(r"scale(?:x|y|3d)?\(\s*0?\.?0*\s*[,)]|\A ?0(?:\.0+)?\Z", value.strip()):
        return True
    return any(
        _is_out(inner) for inner in re.findall(r"translate(?:x|y|3d)?\(([^)]*)\)", value)
    ) or value.strip() in ("rotatex(90deg)", "rotatey(90deg)")


def behind(e: Element) -> bool:
    level = re.fullmatch(r"-\d+", e.get("z-index"))
    return bool(level) and e.is_positioned


def hidden_attribute(e: Element) -> bool:
    return "hidden" in e.attributes


def only_without_script(e: Element) -> bool:
    return e.name == "noscript"


def running_past(e: Element) -> bool:
    if e.name != "marquee":
        return False
    sizes = [pixels(e.attributes.get(name, "")) for name in ("width", "height")] + [
        e.pixels("width"),
        e.pixels("height"),
    ]
    speed = pixels(e.attributes.get("scrollamount", ""))
    return any(_is_zero(size, 12.0) for size in sizes) or (speed is not None and speed >= 200)


def _argument(value: str, function: str) -> str:
    match = re.search(rf"{function}\(([^)]*)\)", value)
    return match[1].strip() if match else ""


# The fifteenth, text in the colour of its paper, needs the elements around it: see `hidden`.
TRICKS: dict[str, Callable[[Element], bool]] = {
    "display": no_display,
    "visibility": no_visibility,
    "opacity": no_opacity,
    "tiny-type": tiny_type,
    "no-box": no_box,
    "off-screen": off_screen,
    "margin": pushed_out,
    "indent": indented_out,
    "clip": clipped_away,
    "transform": transformed_away,
    "behind": behind,
    "hidden": hidden_attribute,
    "noscript": only_without_script,
    "marquee": running_past,
}
# What accessible pages use to speak to screen readers only.
FOR_SCREEN_READERS = frozenset(("no-box", "off-screen", "clip", "margin", "indent"))
