"""Keeping the promise of a path that was public."""

from django.db import transaction

from blog.permalinks.models import Redirect


@transaction.atomic
def move(old_path: str, new_path: str) -> None:
    """Redirect `old_path` to `new_path` for ever, flattening chains so that no loop can arise.

    Whatever led to the old path now leads to the new one, and the new path itself redirects nowhere.
    """
    if old_path == new_path:
        return
    Redirect.objects.filter(old_path=new_path).delete()
    Redirect.objects.filter(new_path=old_path).update(new_path=new_path)
    Redirect.objects.update_or_create(old_path=old_path, defaults={"new_path": new_path})


def target_of(path: str) -> str | None:
    """Return where `path` moved, or None: by its own entry, else along with what it lies under (1 query)."""
    kept = dict(
        Redirect.objects.filter(old_path__in=[path, _above(path)]).values_list("old_path", "new_path")
    )
    if path in kept:
        return kept[path]
    return kept[_above(path)] + path.removeprefix(_above(path)) if kept else None


def _above(path: str) -> str:
    """Return the first two steps of a path: all that lies under an article moves with it."""
    steps = path.split("/", 3)
    return "/".join([*steps[:3], ""]) if len(steps) > 3 else path
