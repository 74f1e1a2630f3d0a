"""The owner's look: accent, typeface and width as custom properties over the stylesheet's own."""

import hashlib
import re

from blog.site.models import SiteSettings

DEFAULT_ACCENT, DEFAULT_ACCENT_DARK = "#8c2f2b", "#ee9d8c"
# The width of a column of about 58 and 76 characters in the stylesheet's text size; 66 is its default.
MEASURES = {SiteSettings.Measure.NARROW: "33.5rem", SiteSettings.Measure.WIDE: "43.5rem"}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def stylesheet(site: SiteSettings) -> str:
    """Return the CSS of the owner's look; empty while nothing differs from the stylesheet's own.

    Stored values are checked again: what is no colour or choice of ours never reaches a stylesheet.
    """
    properties = _properties(site)
    body = "".join(f"--{name}:{value};" for name, value in properties.items())
    return f":root{{{body}}}\n" if body else ""


def _properties(site: SiteSettings) -> dict[str, str]:
    properties = {}
    accent = _colour(site.accent, DEFAULT_ACCENT)
    accent_dark = _colour(site.accent_dark, DEFAULT_ACCENT_DARK)
    if (accent, accent_dark) != (DEFAULT_ACCENT, DEFAULT_ACCENT_DARK):
        properties["accent"] = f"light-dark({accent},{accent_dark})"
    if site.typeface == SiteSettings.Typeface.SANS:
        properties["text"] = "var(--sans)"
    if site.measure in MEASURES:
        properties["measure"] = MEASURES[SiteSettings.Measure(site.measure)]
    return properties


def _colour(stored: str, default: str) -> str:
    return stored.lower() if _COLOUR.fullmatch(stored) else default


def version(css: str) -> str:
    """Return a short name of these bytes, for an address that changes when they do."""
    return hashlib.sha256(css.encode()).hexdigest()[:12]
