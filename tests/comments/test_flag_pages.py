"""The report page and what moderators see of reports."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.articles.models import Article
from blog.comments import flags, form_tokens, moderation
from blog.comments.flag_pages import FIELDS
from blog.comments.forms import TRAP
from blog.comments.models import Comment, Flag
from tests.cast import Cast

Receive = Callable[..., Comment]
LIST = "/admin/blog/comment/"


@pytest.fixture
def comment(receive: Receive, moderator: User) -> Comment:
    comment = receive()
    moderation.approve([comment], by=moderator)
    return comment


def send(client: Client, comment: Comment, *, site: str = "same-origin", **changes: str | None) -> Any:
    token = form_tokens.page_token(comment.article_id, FIELDS, now=timezone.now())
    values = {"reason": "spam", "words": "", TRAP: "", "token": token, "began": "", **changes}
    return client.post(
        f"/comments/{comment.pk}/report/",
        {name: value for name, value in values.items() if value is not None},
        headers={"Sec-Fetch-Site": site},
        REMOTE_ADDR="203.0.113.9",
    )


def test_every_comment_leads_to_its_report_also_where_comments_are_closed(
    client: Client, comment: Comment, article: Article
) -> None:
    Article.objects.update(comment_policy="closed")
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'href="/comments/{comment.pk}/report/"' in page
    form = client.get(f"/comments/{comment.pk}/report/")
    assert form["X-Robots-Tag"] == "noindex"
    assert not form.cookies
    assert "Mud <em>remembers</em>" in form.content.decode()


def test_reader_reports_in_one_step_without_account_or_cookie(client: Client, comment: Comment) -> None:
    response = send(Client(enforce_csrf_checks=True), comment, words="Sells  pills")
    assert (response.status_code, response.url) == (303, "/articles/low-water/reported/")
    assert not response.cookies
    assert "Thank you" in client.get(response.url).content.decode()
    flag = Flag.objects.get()
    assert (flag.reason, flag.words) == ("spam", "Sells pills")
    assert flag.network
    assert "203.0.113" not in flag.network
    assert send(client, comment).status_code == 303
    assert Flag.objects.count() == 1


@pytest.mark.parametrize("trick", [{TRAP: "x"}, {TRAP: None}, {"began": "now"}])
def test_machines_are_thanked_and_not_heard(client: Client, comment: Comment, trick: dict[str, Any]) -> None:
    if "began" in trick:
        trick = {"began": form_tokens.time_token(now=timezone.now())}
    assert send(client, comment, **trick).status_code == 303
    assert not Flag.objects.exists()


def test_mistakes_come_back_with_what_was_typed(client: Client, comment: Comment) -> None:
    response = send(client, comment, reason=None, words="It is about pills")
    assert response.status_code == 400
    assert "Please choose what is wrong with it." in response.content.decode()
    assert "It is about pills" in response.content.decode()
    assert send(client, comment, words="x" * 301).status_code == 400
    assert "token" in (old := send(client, comment, token="x")).content.decode()
    assert old.status_code == 400
    reply_token = form_tokens.page_token(comment.article_id, ["body", TRAP], now=timezone.now())
    assert send(client, comment, token=reply_token).status_code == 400
    assert not Flag.objects.exists()


def test_posts_from_elsewhere_are_refused(client: Client, comment: Comment, cast: Cast) -> None:
    assert send(client, comment, site="cross-site").status_code == 403
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(cast.author)
    assert send(careful, comment).status_code == 403
    assert not Flag.objects.exists()


def test_hidden_and_missing_comments_have_no_report_page(client: Client, receive: Receive) -> None:
    waiting = receive()
    for pk in (waiting.pk, 10**9, 10**30):
        assert client.get(f"/comments/{pk}/report/").status_code == 404
    assert send(client, waiting).status_code == 404
    assert client.get("/articles/nowhere/reported/").status_code == 404


def test_sixth_report_within_minutes_has_to_wait(client: Client, receive: Receive, moderator: User) -> None:
    comments = [receive(body=f"Number {n}") for n in range(6)]
    moderation.approve(comments, by=moderator)
    answers = [send(client, comment) for comment in comments]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 600


def test_desk_shows_reports_and_settles_them(client: Client, comment: Comment, moderator: User) -> None:
    flags.report(comment, reason="private", words="My <b>address</b>", network="a" * 64)
    client.force_login(moderator)
    listed = client.get(f"{LIST}?status=approved&q=flag:open").content.decode()
    assert "1 report<" in listed
    assert "Somebody’s private data" in listed
    assert "Reported <span>1</span>" in listed
    for term, count in (("private", 1), ("any", 1), ("spam", 0)):
        found = client.get(f"{LIST}?status=approved&q=flag:{term}").content.decode()
        assert found.count('data-pk="') == count
    page = client.get(f"{LIST}{comment.pk}/change/").content.decode()
    assert "“My &lt;b&gt;address&lt;/b&gt;”" in page
    assert client.get(f"{LIST}{comment.pk}/dismiss/").status_code == 405
    client.post(f"{LIST}{comment.pk}/dismiss/")
    assert Flag.objects.get().outcome == "overruled"
    assert 'data-pk="' not in client.get(f"{LIST}?status=approved&q=flag:open").content.decode()
    assert "1 published comment is reported." not in client.get("/admin/").content.decode()


def test_who_may_not_moderate_settles_nothing(client: Client, comment: Comment, cast: Cast) -> None:
    flags.report(comment, reason="private", words="My address", network="a")
    client.force_login(cast.editor)
    assert client.post(f"{LIST}{comment.pk}/dismiss/").status_code == 403
    assert "My address" not in client.get(f"{LIST}{comment.pk}/change/").content.decode()
    assert Flag.objects.get().outcome == "open"


def test_landing_page_counts_reported_comments(client: Client, comment: Comment, moderator: User) -> None:
    for network in "ab":
        flags.report(comment, reason="spam", network=network)
    client.force_login(moderator)
    assert "1 published comment is reported." in client.get("/admin/").content.decode()


def test_report_costs_the_same_with_many_others(client: Client, comment: Comment) -> None:
    def cost() -> int:
        Flag.objects.filter(network__gt="zz").delete()
        with CaptureQueriesContext(connection) as queries:
            assert send(client, comment).status_code == 303
        return len(queries)

    one = cost()
    Flag.objects.all().delete()
    now = timezone.now()
    Flag.objects.bulk_create(
        Flag(comment=comment, reason="spam", network=str(n), at=now, outcome="upheld") for n in range(40)
    )
    assert cost() == one
    assert one <= 16
