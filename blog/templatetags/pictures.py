"""Images as pages show them: every format and width, and the room they take before they are loaded."""

from typing import Any

from django import template

from blog.media import pictures
from blog.media.models import Image

register = template.Library()
register.filter("thumbnail", pictures.thumbnail)
register.filter("outward", pictures.outward)

# How wide a picture stands on the page, by the breakpoints of the stylesheet.
SIZES = {
    "text": "(min-width: 42rem) 38rem, calc(100vw - 2.5rem)",
    "cover": "(min-width: 54rem) 50rem, calc(100vw - 2.5rem)",
    "lead": "(min-width: 72rem) 37rem, (min-width: 46rem) 55vw, calc(100vw - 2.5rem)",
    "card": "(min-width: 72rem) 11rem, (min-width: 46rem) 9rem, 6rem",
}


@register.inclusion_tag("components/picture.html")
def picture(
    image: Image, *, place: str, alt: str = "", kind: str = "fit", is_first: bool = False
) -> dict[str, Any]:
    """Write a `<picture>`. `place` names its width on the page; the first of a page is loaded at once."""
    return {
        "picture": pictures.picture_of(image, kind),
        "sizes": SIZES[place],
        "alt": alt,
        "is_first": is_first,
    }
