"""Findings on an article's form: rooms above offer them, the form shows them beside their section."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.auth.models import User

from blog.articles.models import Article


@dataclass(frozen=True)
class Action:
    """A button that settles a finding: its words, the URL it posts to, and which fix that is to apply."""

    label: str
    url: str
    name: str = ""


@dataclass(frozen=True)
class Finding:
    """One sentence about one place in a section, and what can be done about it."""

    uid: str
    sentence: str
    excerpt_before: str = ""
    marked: str = ""
    excerpt_after: str = ""
    actions: list[Action] = field(default_factory=list)
    blocks: bool = False


Provider = Callable[[Article, User], list[Finding]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let `provider` contribute findings; registering twice counts once."""
    if provider not in _providers:
        _providers.append(provider)


def for_article(article: Article, user: User) -> list[Finding]:
    """Return every finding about the article's working copy that concerns this user."""
    return [finding for provider in _providers for finding in provider(article, user)]
