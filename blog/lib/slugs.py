"""Slugs and permanent public ids."""

import secrets
from collections.abc import Callable

from django.utils.text import slugify

SLUG_MAX_CHARS = 120
# 32 letters and digits without the look-alikes i, l, o, u; 10 of them carry 50 bits: enough to be unique,
# short enough to read aloud. A uid names something public; it is no secret.
UID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
UID_CHARS = 10


def new_uid() -> str:
    """Return a fresh public id of ten characters."""
    return "".join(secrets.choice(UID_ALPHABET) for _ in range(UID_CHARS))


def slug_from(text: str, *, fallback: str) -> str:
    """Return a slug of at most SLUG_MAX_CHARS characters, keeping the letters of every script."""
    slug = slugify(text, allow_unicode=True)
    if len(slug) > SLUG_MAX_CHARS:
        slug = slug[: SLUG_MAX_CHARS + 1].rpartition("-")[0] or slug[:SLUG_MAX_CHARS]
    return slug.strip("-_") or fallback


def free_slug(wanted: str, *, is_taken: Callable[[str], bool]) -> str:
    """Return `wanted`, or the first of wanted-2, wanted-3, ... that is not taken."""
    candidate, number = wanted, 1
    while is_taken(candidate):
        number += 1
        suffix = f"-{number}"
        candidate = wanted[: SLUG_MAX_CHARS - len(suffix)] + suffix
    return candidate
