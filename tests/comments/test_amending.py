"""Moderators change the words of a comment: with a trace, told to readers, never as the writer's own words."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.articles.models import Article
from blog.comments import editing, former_words, learning, moderation, own_data, retention, subscriptions
from blog.comments.models import Comment, Wording
from blog.mail.models import OutgoingMail
from tests.cast import Cast

Receive = Callable[..., Comment]
TOLD = "edited by a moderator"


@pytest.fixture
def published(receive: Receive, cast: Cast) -> Comment:
    comment = receive(body="Call *me* at 0170 1234.")
    moderation.approve([comment], by=cast.moderator)
    comment.refresh_from_db()
    return comment


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.moderator)
    return client


def page_of(comment: Comment) -> str:
    return f"/admin/blog/comment/{comment.pk}/change/"


def act(desk: Client, comment: Comment, verb: str, **values: Any) -> Any:
    return desk.post(f"/admin/blog/comment/{comment.pk}/{verb}/", values)


def test_readers_see_the_new_words_and_that_a_moderator_changed_them(
    published: Comment, cast: Cast, article: Article
) -> None:
    assert TOLD not in Client().get(article.get_absolute_url()).content.decode()
    editing.amend(published, body="Call *me*.", by=cast.moderator, reason="a number")
    shown = Client().get(article.get_absolute_url()).content.decode()
    assert "Call <em>me</em>." in shown
    assert "0170" not in shown
    assert TOLD in shown
    kept = Wording.objects.get()
    assert (kept.body, kept.by, kept.reason, kept.was_writers, kept.by_writer) == (
        "Call *me* at 0170 1234.",
        cast.moderator,
        "a number",
        True,
        False,
    )


def test_amending_takes_the_right_to_decide(published: Comment, cast: Cast, article: Article) -> None:
    own = Permission.objects.get(codename="moderate_own_comment")
    cast.author.user_permissions.add(own)
    for stranger in (cast.author, cast.other_author):
        with pytest.raises(PermissionDenied):
            editing.amend(published, body="Mine now.", by=type(stranger).objects.get(pk=stranger.pk))
    assert not Wording.objects.exists()
    Article.objects.filter(pk=article.pk).update(author=cast.author)
    editing.amend(published, body="Mine now.", by=type(cast.author).objects.get(pk=cast.author.pk))
    assert Comment.objects.get().body == "Mine now."


@pytest.mark.parametrize("body", ["", "  ", "x" * 10_001])
def test_amended_words_keep_the_rules_and_what_was_typed(desk: Client, published: Comment, body: str) -> None:
    seen = former_words.digest(published.body)
    response = act(desk, published, "amend", body=body, seen=seen, reason="Too rude")
    assert response.status_code == 422
    assert "Too rude" in response.content.decode()
    assert Comment.objects.get().body == published.body
    assert not Wording.objects.exists()


def test_words_that_changed_meanwhile_are_not_overwritten(
    desk: Client, published: Comment, cast: Cast
) -> None:
    seen = former_words.digest(published.body)
    editing.amend(published, body="By Mona.", by=cast.moderator)
    response = act(desk, published, "amend", body="By Ada.", seen=seen)
    assert response.status_code == 422
    assert "By Ada." in response.content.decode()
    assert Comment.objects.get().body == "By Mona."


def test_desk_shows_the_difference_and_puts_former_words_back(
    desk: Client, published: Comment, article: Article
) -> None:
    seen = former_words.digest(published.body)
    assert act(desk, published, "amend", body="Call *you*.", seen=seen, reason="a number").status_code == 302
    shown = desk.get(page_of(published)).content.decode()
    assert "<del>me</del>" in shown
    assert "<ins>you</ins>" in shown
    assert act(desk, published, "put-back", wording=Wording.objects.get().pk).status_code == 302
    published.refresh_from_db()
    assert (published.body, published.amended_at) == ("Call *me* at 0170 1234.", None)
    assert Wording.objects.count() == 2
    assert TOLD not in Client().get(article.get_absolute_url()).content.decode()


def test_words_of_another_comment_cannot_be_put_back(
    desk: Client, published: Comment, receive: Receive, cast: Cast
) -> None:
    other = receive(body="Another voice.")
    editing.amend(published, body="Short.", by=cast.moderator)
    for wording in (Wording.objects.get().pk, "x", "9" * 30):
        assert act(desk, other, "put-back", wording=wording).status_code == 404
    assert Comment.objects.get(pk=other.pk).body == "Another voice."


def test_viewers_of_comments_see_no_former_words(published: Comment, cast: Cast, client: Client) -> None:
    editing.amend(published, body="Short.", by=cast.moderator)
    client.force_login(cast.editor)
    shown = client.get(page_of(published)).content.decode()
    assert "0170" not in shown
    assert "amend-body" not in shown
    assert act(client, published, "amend", body="Mine.").status_code == 403


def test_writers_own_changes_are_kept_for_moderators_only(
    receive: Receive, client: Client, article: Article
) -> None:
    comment = receive(body="First thought.")
    editing.edit(comment, body="Second thought.")
    kept = Wording.objects.get()
    assert (kept.body, kept.by_writer, kept.was_writers) == ("First thought.", True, True)
    assert "First thought" not in client.get(article.get_absolute_url()).content.decode()


def test_writer_cannot_bring_back_what_a_moderator_took_out(receive: Receive, cast: Cast) -> None:
    comment = receive()
    assert editing.may_edit(comment)
    editing.amend(comment, body="Mild.", by=cast.moderator)
    comment.refresh_from_db()
    with pytest.raises(ValidationError):
        editing.edit(comment, body="Rude again.")


def test_filter_reads_the_writers_words(published: Comment, cast: Cast) -> None:
    editing.amend(published, body="Tidied up.", by=cast.moderator)
    editing.amend(published, body="Tidied up twice.", by=cast.moderator)
    comment = Comment.objects.select_related("article").get()
    assert learning.submitted(comment).text == "Call *me* at 0170 1234."
    Wording.objects.all().delete()
    learning.learn_comments([comment.pk], now=timezone.now())
    assert learning.classifier().ledger.decisions == 0


def test_mail_on_its_way_says_the_new_words(
    receive: Receive, published: Comment, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    mine = subscriptions.Subscription
    mine.objects.create(
        email=published.author_email,
        comment=published,
        state=mine.State.ACTIVE,
        created_at=published.submitted_at,
    )
    answer = receive(parent=published, body="An answer with 0170.", author_email="lena@reader.example")
    with django_capture_on_commit_callbacks(execute=True):
        moderation.approve([answer], by=cast.moderator)
    about = OutgoingMail.objects.filter(about=f"comment:{answer.pk}")
    assert "0170" in about.get().text
    with django_capture_on_commit_callbacks(execute=True):
        editing.amend(answer, body="An answer without.", by=cast.moderator)
    assert "An answer without." in about.get().text
    assert "0170" not in about.get().text


def test_former_words_go_with_their_writers_data_and_with_time(published: Comment, cast: Cast) -> None:
    editing.amend(published, body="Short.", by=cast.moderator)
    (held,) = own_data.export(published.author_email)["comments"]
    assert held["former_words"][0]["text"] == "Call *me* at 0170 1234."
    assert "Mona" not in str(held)
    assert retention._wordings(timezone.now() + retention.WORDINGS_KEPT - timedelta(hours=1)) == 0
    assert retention._wordings(timezone.now() + retention.WORDINGS_KEPT + timedelta(hours=1)) == 1
    editing.amend(published, body="Shorter.", by=cast.moderator)
    own_data.erase(published.author_email, with_words=False)
    assert not Wording.objects.exists()


def test_page_of_a_comment_costs_the_same_with_one_and_with_ten_wordings(
    desk: Client, published: Comment, cast: Cast
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(page_of(published)).status_code == 200
        return len(captured)

    editing.amend(published, body="Once.", by=cast.moderator)
    queries()
    few = queries()
    for number in range(9):
        editing.amend(published, body=f"Again {number}.", by=cast.moderator)
    assert queries() == few
