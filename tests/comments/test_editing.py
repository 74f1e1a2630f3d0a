"""What writers do to their own comments by the receipt: mend, withdraw, stop mail."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from blog.articles.models import Article
from blog.comments import counters, editing, moderation, receipts, rules, subscriptions
from blog.comments.models import Comment, Decision, ListRule, Status
from tests.cast import Cast

Receive = Callable[..., Comment]
LINKS = " ".join(f"https://pills.example/{number}" for number in range(6))


def post(client: Client, comment: Comment, **values: str) -> Any:
    return client.post(receipts.address_of(comment), values)


def test_writer_mends_a_waiting_comment(receive: Receive) -> None:
    comment = receive()
    response = post(Client(enforce_csrf_checks=True), comment, act="edit", body="Sand *forgets*.")
    assert response.status_code == 303
    assert not response.cookies
    comment.refresh_from_db()
    assert "<em>forgets</em>" in comment.html
    assert comment.body_digest == rules.body_digest("Sand *forgets*.")
    assert comment.edited_at is not None
    assert comment.status == Status.PENDING
    assert counters.recount() == []


def test_readers_see_that_a_comment_was_changed(
    receive: Receive, client: Client, cast: Cast, article: Article
) -> None:
    comment = receive()
    moderation.approve([comment], by=cast.moderator)
    assert "edited" not in client.get(article.get_absolute_url()).content.decode()
    post(client, comment, act="edit", body="Sand forgets.")
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Sand forgets." in page
    assert "edited" in page
    assert counters.recount() == []


def test_published_comment_made_worse_goes_back_to_the_queue(
    receive: Receive, client: Client, cast: Cast, article: Article
) -> None:
    comment = receive()
    moderation.approve([comment], by=cast.moderator)
    post(client, comment, act="edit", body=f"Cheap! {LINKS}")
    comment.refresh_from_db()
    assert (comment.status, comment.decided_at) == (Status.PENDING, None)
    assert comment.reasons.filter(check_name__contains="links").exists()
    assert "pills.example" not in client.get(article.get_absolute_url()).content.decode()
    article.refresh_from_db()
    assert article.approved_comment_count == 0
    assert counters.recount() == []


def test_change_does_not_wash_off_what_a_trap_saw(send: Any, client: Client) -> None:
    send(subject="I am a machine")
    comment = Comment.objects.get()
    reasons = comment.reasons.count()
    assert post(client, comment, act="edit", body="I am a person.").status_code == 303
    comment.refresh_from_db()
    assert (comment.status, comment.body) == (Status.SPAM, "I am a person.")
    assert comment.reasons.count() == reasons


@pytest.mark.parametrize("late", ["answered", "over"])
def test_it_is_too_late_once_answered_or_after_fifteen_minutes(
    receive: Receive, client: Client, cast: Cast, late: str
) -> None:
    comment = receive()
    moderation.approve([comment], by=cast.moderator)
    if late == "answered":
        receive(body="Does it?", parent=comment, author_email="asta@reader.example")
    later = timezone.now() + (editing.WINDOW if late == "over" else timedelta(0))
    with time_machine.travel(later, tick=False):
        response = post(client, comment, act="edit", body="Something else")
    assert response.status_code == 400
    assert "Something else" in response.content.decode(), "nothing typed is lost"
    comment.refresh_from_db()
    assert comment.edited_at is None


@pytest.mark.parametrize("body", ["", "   ", "x" * 10_001])
def test_rules_hold_for_a_change_too(receive: Receive, client: Client, body: str) -> None:
    comment = receive()
    assert post(client, comment, act="edit", body=body).status_code == 400
    comment.refresh_from_db()
    assert comment.edited_at is None


def test_refused_comment_and_a_moderators_own_cannot_be_changed(receive: Receive, cast: Cast) -> None:
    comment, own = receive(), receive(body="Ours", user=cast.moderator)
    moderation.trash([comment], by=cast.moderator)
    for one in (comment, own):
        with pytest.raises(ValidationError):
            editing.edit(one, body="Else")


def test_withdrawn_comment_leaves_the_page_and_comes_back_only_to_the_queue(
    receive: Receive, client: Client, cast: Cast, article: Article
) -> None:
    comment = receive()
    moderation.approve([comment], by=cast.moderator)
    assert post(client, comment, act="withdraw").status_code == 303
    assert post(client, comment, act="withdraw").status_code == 303
    comment.refresh_from_db()
    assert comment.status == Status.TRASH
    assert "remembers" not in client.get(article.get_absolute_url()).content.decode()
    assert "You have withdrawn it" in client.get(receipts.address_of(comment)).content.decode()
    decision = Decision.objects.get(verb="withdraw")
    assert decision.by is None
    moderation.restore([comment], by=cast.moderator)
    comment.refresh_from_db()
    assert comment.status == Status.PENDING
    assert counters.recount() == []


def test_undoing_a_withdrawal_leads_to_the_queue(receive: Receive, cast: Cast) -> None:
    comment = receive()
    moderation.approve([comment], by=cast.moderator)
    decision = moderation.withdraw(comment)
    assert decision is not None
    moderation.undo(decision, by=cast.moderator)
    comment.refresh_from_db()
    assert comment.status == Status.PENDING


def test_refusal_cannot_be_turned_into_a_withdrawal(receive: Receive, client: Client, cast: Cast) -> None:
    comment = receive()
    moderation.mark_as_spam([comment], by=cast.moderator)
    post(client, comment, act="withdraw")
    comment.refresh_from_db()
    assert comment.status == Status.SPAM


def test_log_shows_a_withdrawal(receive: Receive, client: Client, cast: Cast) -> None:
    moderation.withdraw(receive())
    client.force_login(cast.moderator)
    assert "withdrawn" in client.get("/admin/blog/decision/").content.decode()


def test_get_changes_nothing_and_other_tokens_are_refused(receive: Receive, client: Client) -> None:
    comment, other = receive(), receive(body="Other")
    address, foreign = receipts.address_of(comment), receipts.address_of(other)
    assert client.get(f"{address}?act=withdraw").status_code == 200
    forged = address[:-6] + foreign[-6:]
    assert client.post(forged, {"act": "withdraw"}).status_code == 404
    assert client.post(address, {"act": "publish"}).status_code == 303
    assert Comment.objects.filter(status=Status.PENDING).count() == 2


def test_mail_can_be_stopped_on_the_receipt_but_not_begun(receive: Receive, client: Client) -> None:
    comment = receive()
    asked = subscriptions.begin(comment)
    assert asked is not None
    assert "open the link in our mail" in client.get(receipts.address_of(comment)).content.decode()
    post(client, comment, act="mail", choice="stop")
    asked.refresh_from_db()
    assert asked.state == "ended"
    assert "/mail/c" not in client.get(receipts.address_of(comment)).content.decode()


def test_change_that_the_filter_hides_is_hidden_while_nobody_has_decided(
    receive: Receive, client: Client, cast: Cast
) -> None:
    ListRule.objects.create(kind="block", field="domain", value="pills.example")
    waiting, published = receive(), receive(body="Published words.")
    moderation.approve([published], by=cast.moderator)
    for comment in (waiting, published):
        post(client, comment, act="edit", body=f"See https://pills.example/ {comment.pk}")
        comment.refresh_from_db()
    assert (waiting.status, published.status) == (Status.SPAM, Status.PENDING)
    assert "Waiting for a moderator" in client.get(receipts.address_of(waiting)).content.decode()
    assert counters.recount() == []
