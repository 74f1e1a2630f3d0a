"""What the tests of comments begin with: a visitor's words, and a form to send them with."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from blog.articles.models import Article
from blog.comments import form_tokens, submission
from blog.comments.forms import TRAP
from blog.comments.models import Comment
from blog.comments.spam.evidence import Evidence
from tests.cast import Cast

WORDS = {
    "body": "Mud *remembers* the tide.",
    "author_name": "Jonas Okafor",
    "author_email": "jonas@reader.example",
}


@pytest.fixture
def moderator(cast: Cast) -> User:
    return cast.moderator


@pytest.fixture
def receive(article: Article) -> Callable[..., Comment]:
    """Return `receive(**changes)`: a visitor's comment, with anything about it changed."""

    def receive(**changes: Any) -> Comment:
        values = {"evidence": Evidence(), **WORDS, **changes}
        return submission.receive(values.pop("article", article), **values)

    return receive


@pytest.fixture
def several(receive: Callable[..., Comment]) -> Callable[[int], list[Comment]]:
    """Return `several(n)`: n waiting comments with different words."""
    return lambda count: [receive(body=f"Observation number {number}.") for number in range(count)]


@pytest.fixture
def filled(article: Article) -> Callable[..., dict[str, str]]:
    """Return `filled(**changes)`: what a browser sends; None leaves a field out."""

    def filled(**changes: str | None) -> dict[str, str]:
        token = form_tokens.page_token(article.pk, [*WORDS, "author_url", TRAP], now=timezone.now())
        values = {**WORDS, "author_url": "", TRAP: "", "to": "", "section": "", "token": token, **changes}
        return {name: value for name, value in values.items() if value is not None}

    return filled


@pytest.fixture
def send(client: Client, article: Article, filled: Callable[..., dict[str, str]]) -> Callable[..., Any]:
    """Return `send(headers=..., **changes)`: post the form as a browser does; the response."""

    def send(
        *, headers: dict[str, str] | None = None, address: str = "203.0.113.9", **changes: str | None
    ) -> Any:
        return client.post(
            f"/articles/{article.slug}/reply/",
            filled(**changes),
            headers={"Sec-Fetch-Site": "same-origin", **(headers or {})},
            REMOTE_ADDR=address,
        )

    return send
