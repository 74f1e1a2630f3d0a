"""Contrast between two colours, as WCAG 2.2 defines it (relative luminance and contrast ratio)."""

# What the stylesheets use as paper by day and by night.
PAPER, PAPER_DARK = "#fbf9f4", "#171512"
# WCAG 2.2, success criterion 1.4.3 (level AA) for text of ordinary size.
ENOUGH = 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (1 to 21) of two colours written as #rrggbb."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
