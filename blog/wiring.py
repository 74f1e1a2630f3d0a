"""Connects rooms that must not import each other; called once when the app is ready."""

from typing import Any

from blog.site import checks, roles


def connect() -> None:
    """Register start-up checks and everything upper floors offer to lower ones."""
    checks.register()


def after_migrations(using: str, **kwargs: Any) -> None:
    """Bring the groups of the four roles up to date."""
    roles.ensure_groups(using=using)
