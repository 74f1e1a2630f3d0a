"""The form's journey through HTTP: what comes back, what is stored, and that nothing typed is ever lost."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blog.articles import publishing
from blog.articles.models import Article
from blog.comments import form_tokens, moderation
from blog.comments.forms import TRAP
from blog.comments.models import Comment, Status
from tests.cast import PASSWORD, Cast, draft_article

Send = Callable[..., Any]
Filled = Callable[..., dict[str, str]]


def reply_url(article: Article) -> str:
    return f"/articles/{article.slug}/reply/"


def is_kept(response: Any, text: str = "remembers") -> bool:
    return text in re.findall(r"<textarea[^>]*>(.*?)</textarea>", response.content.decode(), re.DOTALL)[0]


def test_form_has_the_words_that_readers_know(client: Client, article: Article) -> None:
    page = client.get(reply_url(article)).content.decode()
    for words in (
        "Leave a Reply",
        "Your email address will not be published.",
        "Required fields are marked",
        "Save my name, email, and website in this browser for the next time I comment.",
        "Post Comment",
    ):
        assert words in page
    labels = re.findall(r"<label[^>]*>\s*(.*?)\s*</label>", page, re.DOTALL)
    plain = [re.sub(r"<[^>]+>", "", label) for label in labels]
    assert plain[:4] == ["Comment *", "Name *", "Email *", "Website"]
    assert "maxlength" not in page
    assert "style=" not in page
    assert "csrfmiddlewaretoken" not in page


def test_form_is_the_same_bytes_for_every_visitor(article: Article) -> None:
    pages = [Client(REMOTE_ADDR=f"203.0.113.{n}").get(reply_url(article)) for n in (1, 2)]
    assert pages[0].content == pages[1].content
    assert not any(page.cookies for page in pages)


def test_sent_comment_leads_to_its_receipt(send: Send, client: Client) -> None:
    response = send()
    assert response.status_code == 303
    comment = Comment.objects.get()
    page = client.get(response["Location"])
    text = page.content.decode()
    assert "Waiting for a moderator." in text
    assert "Place in the queue: 1." in text
    assert comment.author_email not in text
    assert page["Cache-Control"] == "no-store, private"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "no-referrer"
    assert not page.cookies


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("author_name", ""),
        ("author_email", ""),
        ("author_email", "jonas@"),
        ("author_url", "javascript:alert(1)"),
    ],
)
def test_error_is_tied_to_its_field_and_the_text_is_kept(send: Send, field: str, value: str) -> None:
    response = send(**{field: value})
    page = response.content.decode()
    assert response.status_code == 400
    assert is_kept(response)
    tag = next(tag for tag in re.findall(r"<input[^>]*>", page) if f'name="{field}"' in tag)
    assert 'aria-invalid="true"' in tag
    described = re.search(r'aria-describedby="([^"]+)"', tag)
    assert described is not None
    assert all(f'id="{name}"' in page for name in described[1].split())
    assert f'href="#reply-{field}"' in page
    assert not Comment.objects.exists()


@pytest.mark.parametrize("length", [10_001, 65_536, 600_000])
def test_long_text_comes_back_whole(send: Send, length: int) -> None:
    response = send(body="ä" * length)
    assert response.status_code == 400
    assert is_kept(response, "ä" * length)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_ten_megabytes_are_refused_at_once(client: Client, article: Article, content_type: str) -> None:
    began = time.monotonic()
    response = client.post(reply_url(article), b"body=" + b"x" * 10_000_000, content_type=content_type)
    assert response.status_code == 413
    assert time.monotonic() - began < 1
    assert b"Go back in your browser" in response.content


@pytest.mark.parametrize(
    ("sent", "content_type"),
    [
        ("&".join(f"f{n}=1" for n in range(6000)).encode(), "application/x-www-form-urlencoded"),
        (b"not multipart", "multipart/form-data; boundary=x"),
        (b"not multipart", "multipart/form-data"),
        (b"body=x", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"body=%ff%fe%00&token=%00", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"", ""),
    ],
)
def test_broken_post_is_a_plain_400(client: Client, article: Article, sent: bytes, content_type: str) -> None:
    assert client.post(reply_url(article), sent, content_type=content_type).status_code == 400
    assert not Comment.objects.exists()


@pytest.mark.parametrize("kind", ["missing", "forged", "old", "of another article", "changed"])
def test_useless_token_costs_one_more_click(
    send: Send, client: Client, article: Article, filled: Filled, kind: str
) -> None:
    now = timezone.now()
    token = {
        "missing": None,
        "forged": "e30:" + "A" * 43,
        "old": form_tokens.page_token(article.pk, ["body"], now=now - timedelta(days=31)),
        "of another article": form_tokens.page_token(article.pk + 1, ["body"], now=now),
        "changed": filled()["token"][:-1] + "\x00é",
    }[kind]
    response = send(token=token)
    assert response.status_code == 400
    assert is_kept(response)
    assert not Comment.objects.exists()
    fresh = re.search(r'name="token" value="([^"]+)"', response.content.decode())
    assert fresh is not None
    assert send(token=fresh[1]).status_code == 303


def test_token_lasts_for_thirty_days(send: Send, article: Article) -> None:
    month_old = form_tokens.page_token(article.pk, ["body"], now=timezone.now() - timedelta(days=30))
    assert send(token=month_old).status_code == 303


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://testserver.evil.example"}, False),
        ({"Referer": "http://testserver/articles/low-water/"}, True),
        ({"Referer": "http://evil.example/http://testserver/"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False),
        ({}, True),
    ],
)
def test_posts_from_other_sites_are_refused_with_the_text_kept(
    client: Client, article: Article, filled: Filled, headers: dict[str, str], is_taken: bool
) -> None:
    response = client.post(reply_url(article), filled(), headers=headers)
    assert response.status_code == (303 if is_taken else 403)
    assert Comment.objects.exists() == is_taken
    assert is_taken or is_kept(response)


def test_session_asks_for_djangos_token_as_well(article: Article, filled: Filled, cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.login(username=cast.moderator.username, password=PASSWORD)
    same_site = {"Sec-Fetch-Site": "same-origin"}
    refused = client.post(reply_url(article), filled(), headers=same_site)
    assert refused.status_code == 403
    assert is_kept(refused)
    assert not Comment.objects.exists()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', refused.content.decode())
    assert token is not None
    again = client.post(reply_url(article), filled(csrfmiddlewaretoken=token[1]), headers=same_site)
    assert again.status_code == 303
    assert again["Location"] == f"/comments/{Comment.objects.get().pk}/"
    assert Comment.objects.get().status == Status.APPROVED


def test_double_submit_is_one_comment_with_one_receipt(send: Send) -> None:
    receipts = {send()["Location"] for _ in range(10)}
    assert len(receipts) == 1
    assert Comment.objects.count() == 1


def test_flood_is_told_when_to_come_back_and_others_get_in(send: Send) -> None:
    statuses = [send(body=f"Number {n}").status_code for n in range(7)]
    assert statuses == [303] * 5 + [429] * 2
    refused = send(body="I am still here")
    assert 0 < int(refused["Retry-After"]) <= 600
    assert is_kept(refused, "I am still here")
    neighbour = send(body="Same network", address="203.0.113.200")
    assert neighbour.status_code == 429
    assert send(body="Honest", address="198.51.100.7").status_code == 303


def test_filled_trap_gets_the_same_answer_as_everybody(send: Send, client: Client) -> None:
    response = send(**{TRAP: "cheap watches"})
    assert response.status_code == 303
    assert Comment.objects.get().status == Status.SPAM
    assert b"Waiting for a moderator." in client.get(response["Location"]).content


def test_trap_that_was_not_rendered_says_nothing(send: Send, article: Article) -> None:
    token = form_tokens.page_token(article.pk, ["body"], now=timezone.now())
    send(token=token, **{TRAP: "Re: mud"})
    comment = Comment.objects.get()
    assert (comment.status, comment.verdict) == (Status.PENDING, "ham")


def test_time_token_counts_only_where_a_script_asked(send: Send, client: Client) -> None:
    answer = client.get("/comments/form-time/")
    assert answer["Cache-Control"] == "no-store, private"
    assert answer.json()["challenge"] is None
    send(began=answer.json()["began"])
    assert list(Comment.objects.get().reasons.values_list("check_name", flat=True)) == ["form-too-fast"]
    send(body="Without a script", began="")
    send(body="With a forged one", began="MTA:xx")
    assert not Comment.objects.latest("pk").reasons.exists()


def test_reply_form_quotes_what_is_answered(client: Client, send: Send, cast: Cast, article: Article) -> None:
    send()
    comment = Comment.objects.get()
    assert client.get(f"{reply_url(article)}?to={comment.pk}").status_code == 404, "waiting ones do not exist"
    moderation.approve([comment], by=cast.moderator)
    page = client.get(f"{reply_url(article)}?to={comment.pk}").content.decode()
    assert "Leave a Reply to <bdi>Jonas Okafor</bdi>" in page
    assert comment.html in page
    assert f'name="to" value="{comment.pk}"' in page
    send(body="So it does.", to=str(comment.pk))
    assert Comment.objects.latest("pk").parent == comment


def test_section_form_names_the_section(client: Client, send: Send, article: Article) -> None:
    section = article.sections.get(heading="Mud")
    page = client.get(f"{reply_url(article)}?section={section.uid}").content.decode()
    assert f"#{section.anchor}" in page
    assert client.get(f"{reply_url(article)}?section=nosuchuid0").status_code == 404
    send(section=section.uid)
    assert Comment.objects.get().section == section


@pytest.mark.parametrize("to", ["1", "0", "-1", "x", "9" * 18, "9" * 5000, "\x00", "1.0", "١"])
def test_lost_parent_is_refused_and_the_next_click_answers_the_article(send: Send, to: str) -> None:
    response = send(to=to)
    assert response.status_code == 400
    assert is_kept(response)
    assert 'name="to" value=""' in response.content.decode()
    assert not Comment.objects.exists()


def test_closed_article_gives_the_text_back(send: Send, article: Article, client: Client) -> None:
    Article.objects.filter(pk=article.pk).update(comment_policy="closed")
    response = send()
    assert response.status_code == 403
    assert is_kept(response)
    assert b"Comments on this article are closed." in client.get(reply_url(article)).content


def test_hidden_article_is_a_404_for_every_method(
    client: Client, cast: Cast, filled: Filled, article: Article
) -> None:
    draft = draft_article(cast.editor, title="Not yet")
    publishing.unpublish(article, by=cast.editor)
    for hidden in (draft, article):
        assert client.get(reply_url(hidden)).status_code == 404
        assert client.post(reply_url(hidden), filled()).status_code == 404
    assert not Comment.objects.exists()


def test_script_gets_fragments(send: Send) -> None:
    fetched = {"X-Requested-With": "fetch"}
    wrong = send(headers=fetched, author_email="x")
    assert wrong.status_code == 400
    assert b"<html" not in wrong.content
    assert is_kept(wrong)
    taken = send(headers=fetched)
    assert taken.status_code == 201
    assert taken["Location"].startswith("/comments/receipt/")
    assert b"held" in taken.content
    assert b"<html" not in taken.content


def test_no_other_method_is_answered(client: Client, article: Article) -> None:
    assert client.put(reply_url(article)).status_code == 405
    assert client.delete(reply_url(article)).status_code == 405
