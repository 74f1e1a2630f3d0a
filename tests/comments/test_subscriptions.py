"""Mail about answers: asked for, confirmed, sent after approval, stopped by one click."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from blog.articles.models import Article
from blog.comments import commenters, moderation, subscriptions
from blog.comments.models import Comment, Commenter, Subscription
from blog.mail import links, outbox, sending
from blog.mail.models import OutgoingMail
from tests.cast import Cast

Receive = Callable[..., Comment]
State = OutgoingMail.State


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Any) -> Any:
    """Return a context whose end is a commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def subscribed(receive: Receive, cast: Cast) -> Comment:
    """Jonas's approved comment, with mail about answers confirmed."""
    comment = receive()
    moderation.approve([comment], by=cast.moderator)
    asked = subscriptions.begin(comment)
    assert asked is not None
    subscriptions.confirm(asked)
    return comment


@pytest.fixture
def answer(receive: Receive, subscribed: Comment) -> Callable[..., Comment]:
    """Return `answer(**changes)`: Asta's waiting answer to Jonas."""

    def answer(**changes: Any) -> Comment:
        words = {"body": "It does.", "author_name": "Asta", "author_email": "asta@reader.example"}
        return receive(**{**words, "parent": subscribed, **changes})

    return answer


def replies() -> Any:
    return OutgoingMail.objects.filter(purpose="reply")


def path_in(text: str) -> str:
    (path,) = re.findall(r"http://testserver(/mail/\S+)", text)
    return str(path)


def test_nothing_but_a_request_is_sent_before_confirmation(
    send: Any, client: Client, committing: Any, mailoutbox: list[Any], cast: Cast, receive: Receive
) -> None:
    with committing():
        send(notify="on")
    (mail,) = mailoutbox
    assert mail.to == ["jonas@reader.example"]
    assert "remembers" not in mail.body, "a stranger's words must not travel to a typed address"
    assert "Okafor" not in mail.body + mail.subject
    comment = Comment.objects.get()
    with committing():
        moderation.approve([comment], by=cast.moderator)
        reply = receive(body="Yes", author_email="asta@reader.example", parent=comment)
        moderation.approve([reply], by=cast.moderator)
    assert not replies().exists()
    page = client.get(path_in(mail.body))
    assert page.status_code == 200
    assert Subscription.objects.get().state == "unconfirmed", "GET changes nothing"
    assert not commenters.is_confirmed("jonas@reader.example")
    assert Client(enforce_csrf_checks=True).post(path_in(mail.body)).status_code == 303
    assert Subscription.objects.get().state == "active"
    assert commenters.is_confirmed("Jonas@Reader.example")


def test_form_without_the_box_asks_for_nothing(send: Any, committing: Any) -> None:
    with committing():
        send()
    assert not OutgoingMail.objects.exists()


def test_answer_is_mailed_after_approval_and_the_undo_window(
    answer: Callable[..., Comment], committing: Any, cast: Cast, mailoutbox: list[Any], settings: Any
) -> None:
    reply = answer()
    assert not replies().exists()
    with committing():
        moderation.approve([reply], by=cast.moderator)
    mail = replies().get()
    assert not sending.attempt(mail.pk), "held back"
    assert mailoutbox == []
    assert sending.attempt(mail.pk, now=timezone.now() + timedelta(seconds=61))
    (letter,) = mailoutbox
    assert letter.to == ["jonas@reader.example"]
    assert "It does." in letter.body
    assert "asta@reader.example" not in letter.body + str(letter.message())
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.extra_headers["List-Unsubscribe"] == f"<http://testserver{path_in(letter.body)}>"


def test_undo_within_the_window_sends_nothing_and_a_second_approval_does(
    answer: Callable[..., Comment], committing: Any, cast: Cast
) -> None:
    reply = answer()
    with committing():
        decision = moderation.approve([reply], by=cast.moderator)
    assert decision is not None
    with committing():
        moderation.undo(decision, by=cast.moderator)
    mail = replies().get()
    assert mail.state == State.CANCELLED
    assert not sending.attempt(mail.pk, now=timezone.now() + timedelta(hours=1))
    with committing():
        moderation.approve([reply], by=cast.moderator)
    assert replies().get().state == State.WAITING


@pytest.mark.parametrize("verb", [moderation.mark_as_spam, moderation.trash])
def test_refused_answer_is_not_mailed(
    answer: Callable[..., Comment], committing: Any, cast: Cast, verb: Any
) -> None:
    with committing():
        verb([answer()], by=cast.moderator)
    assert not replies().exists()


def test_nobody_is_mailed_about_their_own_words_or_twice(
    answer: Callable[..., Comment], subscribed: Comment, receive: Receive, committing: Any, cast: Cast
) -> None:
    second = receive(body="I also saw it.")
    moderation.approve([second], by=cast.moderator)
    asked = subscriptions.begin(second)
    assert asked is not None
    subscriptions.confirm(asked)
    subscriptions.choose(Subscription.objects.get(comment=subscribed), scope="thread")
    with committing():
        moderation.approve([answer(author_email="JONAS@reader.example")], by=cast.moderator)
    assert not replies().exists()
    reply = answer()
    for _ in range(2):
        with committing():
            moderation.approve([reply], by=cast.moderator)
            moderation.trash([reply], by=cast.moderator)
            moderation.restore([reply], by=cast.moderator)
    assert replies().count() == 1


def test_only_the_thread_is_mailed_to_those_who_chose_it(
    answer: Callable[..., Comment], subscribed: Comment, committing: Any, cast: Cast
) -> None:
    first = answer()
    with committing():
        moderation.approve([first], by=cast.moderator)
    assert replies().count() == 1
    with committing():
        moderation.approve([answer(parent=first, body="Deeper.")], by=cast.moderator)
    assert replies().count() == 1, "an answer to somebody else"
    subscriptions.choose(Subscription.objects.get(), scope="thread")
    with committing():
        moderation.approve([answer(parent=first, body="Deeper still.")], by=cast.moderator)
    assert replies().count() == 2


def test_one_click_post_needs_no_session_and_get_changes_nothing(subscribed: Comment) -> None:
    path = subscriptions.choices_path(Subscription.objects.get())
    client = Client(enforce_csrf_checks=True)
    for method in (client.get, client.head):
        assert method(path).status_code == 200
    assert Subscription.objects.get().state == "active"
    response = client.post(
        path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code < 400
    assert Subscription.objects.get().state == "ended"
    assert not response.cookies
    assert client.post(path, {"choice": "thread"}).status_code == 303
    assert Subscription.objects.get().state == "ended", "a link in an old mail does not begin it again"


def test_never_again_ends_everything_and_no_request_follows(
    subscribed: Comment, receive: Receive, client: Client
) -> None:
    client.post(subscriptions.choices_path(Subscription.objects.get()), {"choice": "stop-everything"})
    assert Subscription.objects.get().state == "ended"
    assert subscriptions.begin(receive(body="Another")) is None
    assert Commenter.objects.get().no_mail


def test_stranger_can_be_bothered_three_times_a_day_at_most(receive: Receive) -> None:
    now = timezone.now()
    for number in range(5):
        subscriptions.begin(receive(body=f"Words {number}", now=now), now=now)
    assert OutgoingMail.objects.filter(purpose="confirm").count() == 3
    tomorrow = now + timedelta(days=1, seconds=1)
    assert subscriptions.begin(receive(body="Later", now=tomorrow), now=tomorrow) is not None


def test_what_a_trap_put_aside_asks_for_nothing(send: Any, committing: Any) -> None:
    with committing():
        send(notify="on", subject="I am a machine")
    assert not OutgoingMail.objects.exists()


def test_links_are_for_one_purpose_one_thing_and_a_time(subscribed: Comment, client: Client) -> None:
    asked = Subscription.objects.get()
    confirm = subscriptions.confirm_path(asked).split("/")[-2]
    choices = subscriptions.choices_path(asked).split("/")[-2]
    forged = links.token("choices", asked.pk + 1)[:-3] + choices[-3:]
    for path in (
        f"/mail/choices/{confirm}/",
        f"/mail/confirm/{choices}/",
        f"/mail/choices/{forged}/",
        f"/mail/choices/{links.token('choices', asked.pk + 1)}/",
        "/mail/choices/x/",
    ):
        assert client.get(path).status_code == client.post(path).status_code == 404, path
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert client.get(f"/mail/confirm/{confirm}/").status_code == 404
        assert client.get(f"/mail/choices/{choices}/").status_code == 200


def test_pages_are_kept_out_of_caches_and_logs(subscribed: Comment, client: Client) -> None:
    response = client.get(subscriptions.choices_path(Subscription.objects.get()))
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "jonas@" not in response.content.decode()


def test_muting_ends_trust_in_an_address(db: None) -> None:
    commenters.confirm("jonas@reader.example")
    assert commenters.is_confirmed("jonas@reader.example")
    Commenter.objects.update(state="muted")
    assert not commenters.is_confirmed("jonas@reader.example")


def test_hidden_article_mails_nobody(
    answer: Callable[..., Comment], committing: Any, cast: Cast, article: Article
) -> None:
    reply = answer()
    Article.objects.filter(pk=article.pk).update(status="unpublished")
    with committing():
        moderation.approve([reply], by=cast.moderator)
    assert not replies().exists()
    assert outbox.cancel(["comment:0"]) == 0
