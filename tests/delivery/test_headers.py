"""Security headers on every kind of answer."""

import pytest
from django.test import Client

from blog.articles.models import Article
from tests.cast import Cast

PUBLIC = ["/", "/nowhere/", "/feed/", "/robots.txt", "/admin/login/"]


@pytest.mark.parametrize("path", PUBLIC)
def test_every_answer_carries_the_policy(client: Client, article: Article, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_policy_allows_inline_or_eval(client: Client, cast: Cast, article: Article) -> None:
    client.force_login(cast.editor)
    for path in ("/", article.get_absolute_url(), "/admin/", f"/admin/blog/article/{article.pk}/change/"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "http" not in policy
        assert "*" not in policy


def test_a_nonce_is_fresh_on_each_form_and_absent_from_public_pages(
    client: Client, cast: Cast, article: Article
) -> None:
    client.force_login(cast.editor)
    form = f"/admin/blog/article/{article.pk}/change/"
    policies = {client.get(form).headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3
    assert "nonce" not in Client().get(article.get_absolute_url()).headers["Content-Security-Policy"]
