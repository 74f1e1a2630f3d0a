"""What readers made of an article, section by section: rooms above tell it, the article form shows it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.auth.models import User

from blog.articles.models import Article


@dataclass(frozen=True)
class Count:
    """How many of one kind; `kind` is a word for the style sheet, `url` leads to them ("" for nowhere)."""

    kind: str
    label: str
    number: int
    url: str = ""


@dataclass(frozen=True)
class Todo:
    """Something the author is to do about the article."""

    sentence: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Echoes:
    """Counts by section uid ("" is the article as a whole), and what is to be done."""

    counts: dict[str, list[Count]] = field(default_factory=dict)
    todo: list[Todo] = field(default_factory=list)


Provider = Callable[[Article, User], Echoes]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let `provider` tell what readers made of an article; registering twice counts once."""
    if provider not in _providers:
        _providers.append(provider)


def for_article(article: Article, user: User) -> Echoes:
    """Return everything that is told to this user about the article."""
    found = Echoes()
    for provider in _providers:
        one = provider(article, user)
        found.todo.extend(one.todo)
        for uid, counts in one.counts.items():
            found.counts.setdefault(uid, []).extend(counts)
    return found
