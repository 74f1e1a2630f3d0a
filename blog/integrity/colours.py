"""Colours as style attributes write them, and whether text in one can be read on another."""

import re

from blog.site.contrast import contrast

# The names spam uses to be unseen; any other name is taken for a colour that can be seen.
_NAMED = {
    "white": "#ffffff", "black": "#000000", "snow": "#fffafa", "ivory": "#fffff0", "whitesmoke": "#f5f5f5",
    "ghostwhite": "#f8f8ff", "floralwhite": "#fffaf0", "azure": "#f0ffff", "mintcream": "#f5fffa", "red": "#ff0000",
    "blue": "#0000ff", "green": "#008000", "yellow": "#ffff00", "gray": "#808080", "grey": "#808080",
    "silver": "#c0c0c0", "lightgray": "#d3d3d3", "lightgrey": "#d3d3d3", "navy": "#000080", "maroon": "#800000",
}  # fmt: skip
_HEX = re.compile(r"#([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b")
_RGB = re.compile(r"rgba?\(\s*([\d.]+%?)[\s,]+([\d.]+%?)[\s,]+([\d.]+%?)(?:[\s,/]+([\d.]+%?))?\s*\)")
_WORD = re.compile(r"[a-z]+")
TRANSPARENT = "transparent"
# Two colours nearer to each other than this cannot be told apart by ordinary eyes on ordinary screens.
UNREADABLE = 1.15
_FAINT = 0.05


def colour_in(value: str) -> str:
    """Return the first colour in a style value as #rrggbb, "transparent", or "" where none is understood."""
    hexed, rgb = _HEX.search(value), _RGB.search(value)
    if rgb:
        return _of_rgb(rgb)
    if hexed:
        return _of_hex(hexed[1])
    words = _WORD.findall(value)
    return (
        TRANSPARENT if TRANSPARENT in words else next((_NAMED[word] for word in words if word in _NAMED), "")
    )


def _of_hex(digits: str) -> str:
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) == 8 and int(digits[6:], 16) / 255 < _FAINT:
        return TRANSPARENT
    return f"#{digits[:6]}"


def _of_rgb(match: re.Match[str]) -> str:
    *channels, alpha = match.groups()
    if alpha is not None and _number(alpha, whole=1.0) < _FAINT:
        return TRANSPARENT
    return "#" + "".join(f"{min(round(_number(channel, whole=255.0)), 255):02x}" for channel in channels)


def _number(text: str, *, whole: float) -> float:
    try:
        return float(text[:-1]) * whole / 100 if text.endswith("%") else float(text)
    except ValueError:
        return whole


def cannot_be_read(text: str, paper: str) -> bool:
    """Tell whether text of one colour (#rrggbb) vanishes on paper of the other."""
    return contrast(text, paper) < UNREADABLE
