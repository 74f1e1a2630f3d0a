"""Receipts and permalinks: one comment each, and nothing to guess."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.articles import publishing
from blog.articles.models import Article
from blog.comments import moderation, receipts
from blog.comments.models import Comment
from tests.cast import Cast

Receive = Callable[..., Comment]


def test_receipt_is_for_one_comment(receive: Receive) -> None:
    one, other = receive(), receive(body="Another")
    assert receipts.address_of(one) != receipts.address_of(other)
    token = receipts.address_of(other).split("/")[-2]
    assert receipts.read(token).comment == other
    assert receipts.read(token).place == 2


@pytest.mark.parametrize(
    "forge", [lambda a, b: a[:-2] + b[-2:], lambda a, b: a.partition(":")[0] + ":" + b.partition(":")[2]]
)
def test_forged_receipt_is_a_404(receive: Receive, client: Client, forge: Callable[[str, str], str]) -> None:
    one, other = (receipts.address_of(receive(body=words)).split("/")[-2] for words in ("One", "Two"))
    assert client.get(f"/comments/receipt/{forge(one, other)}/").status_code == 404


@pytest.mark.parametrize("token", ["1", "x:y", "MQ:", "é", "%00", ":" * 50, "A" * 5000])
def test_nonsense_is_a_404(db: None, client: Client, token: str) -> None:
    assert client.get(f"/comments/receipt/{token}/").status_code == 404


def test_receipt_ends_after_a_year(receive: Receive) -> None:
    comment = receive()
    token = receipts.address_of(comment).split("/")[-2]
    with pytest.raises(receipts.BadReceipt):
        receipts.read(token, now=timezone.now() + timedelta(days=366))


def test_receipt_tells_what_was_decided(receive: Receive, client: Client, cast: Cast) -> None:
    comment = receive(body="See https://reader.example/log for more.")
    address = receipts.address_of(comment)
    assert b"reader.example/log" in client.get(address).content
    assert b'href="https://reader.example' not in client.get(address).content, "no spam page for anybody"
    moderation.mark_as_spam([comment], by=cast.moderator)
    assert b"decided not to publish" in client.get(address).content
    moderation.approve([comment], by=cast.moderator)
    page = client.get(address).content.decode()
    assert "Published" in page
    assert f"#c{comment.pk}" in page


def test_receipt_of_a_hidden_article_names_no_article(
    receive: Receive, client: Client, cast: Cast, article: Article
) -> None:
    address = receipts.address_of(receive())
    publishing.unpublish(article, by=cast.editor)
    page = client.get(address)
    assert page.status_code == 200
    assert article.slug.encode() not in page.content


def test_permalink_leads_to_the_comment_only_while_it_is_public(
    receive: Receive, client: Client, cast: Cast, article: Article
) -> None:
    comment = receive()
    link = comment.get_absolute_url()
    assert client.get(link).status_code == 404
    moderation.approve([comment], by=cast.moderator)
    assert client.get(link)["Location"] == f"/articles/{article.slug}/#c{comment.pk}"
    publishing.unpublish(article, by=cast.editor)
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("pk", ["0", "9" * 19, "9" * 400])
def test_permalink_of_nothing_is_a_404(db: None, client: Client, pk: str) -> None:
    assert client.get(f"/comments/{pk}/").status_code == 404
