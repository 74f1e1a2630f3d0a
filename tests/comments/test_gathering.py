"""Answers gathered into one mail a day: by choice, and where there would be too many."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blog.comments import gathering, moderation, own_data, receipts, replies, subscriptions
from blog.comments.models import Comment, GatheredAnswer, Subscription
from blog.mail import sending
from blog.mail.models import OutgoingMail
from tests.cast import Cast
from tests.ledger import everything
from tests.mail.conftest import PostOffice, post_office

__all__ = ["post_office"]
Answer = Callable[..., Comment]
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def wish(receive: Any, cast: Cast) -> Subscription:
    """Jonas's confirmed wish to hear of answers to his comment."""
    comment = receive()
    moderation.approve([comment], by=cast.moderator)
    asked = subscriptions.begin(comment)
    assert asked is not None
    subscriptions.confirm(asked)
    return asked


@pytest.fixture
def answer(receive: Any, wish: Subscription, committing: Any, cast: Cast) -> Answer:
    """Return `answer(**changes)`: Asta's approved answer to Jonas."""

    def answer(**changes: Any) -> Comment:
        words = {"body": "It does.", "author_name": "Asta", "author_email": "asta@reader.example"}
        comment: Comment = receive(**{**words, "parent": wish.comment, **changes})
        with committing():
            moderation.approve([comment], by=cast.moderator)
        return comment

    return answer


def mails(purpose: str) -> Any:
    return OutgoingMail.objects.filter(purpose=purpose).order_by("pk")


def tomorrow() -> Any:
    return timezone.now() + timedelta(days=1, minutes=2)


def test_daily_choice_gathers_answers_into_one_mail(answer: Answer, wish: Subscription) -> None:
    subscriptions.choose(wish, pace="daily")
    answer(body="One.")
    answer(body="Two.")
    assert not mails("reply").exists()
    assert gathering.send_due() == 0
    assert gathering.send_due(now=tomorrow()) == 1
    assert gathering.send_due(now=tomorrow()) == 0
    (mail,) = mails("answers")
    assert mail.to == "jonas@reader.example"
    assert mail.subject == "2 answers on “Octavo”"
    assert mail.text.index("One.") < mail.text.index("Two.")
    assert "asta@reader.example" not in mail.text + mail.html
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_beyond_the_cap_answers_are_gathered(
    wish: Subscription, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "MAILS_A_DAY", 3)
    for number in range(5):
        answer(body=f"Answer {number}.")
    assert mails("reply").count() == 3
    assert gathering.send_due(now=tomorrow()) == 1
    (mail,) = mails("answers")
    assert "Answer 3." in mail.text
    assert "Answer 4." in mail.text
    assert "Answer 2." not in mail.text


def test_flood_in_a_thread_is_twenty_mails_and_one(
    wish: Subscription, cast: Cast, receive: Any, committing: Any
) -> None:
    flood = Comment.objects.bulk_create(
        Comment(
            article=wish.comment.article,
            parent=wish.comment,
            root=wish.comment,
            author_name="Asta",
            author_email=f"a{number}@reader.example",
            body=f"Answer {number}.",
            body_digest=f"{number:064}",
            submitted_at=timezone.now(),
        )
        for number in range(60)
    )
    with committing():
        moderation.approve(flood, by=cast.moderator)
    assert mails("reply").count() == replies.MAILS_A_DAY
    assert gathering.send_due(now=tomorrow()) == 1
    assert "And 20 more answers" in mails("answers").get().text


def test_nobody_hears_of_an_answer_twice(
    answer: Answer, wish: Subscription, cast: Cast, committing: Any
) -> None:
    single = answer(body="Single.")
    sending.attempt(mails("reply").get().pk, now=tomorrow())
    subscriptions.choose(wish, pace="daily")
    gathered = answer(body="Gathered.")
    assert gathering.send_due(now=tomorrow()) == 1
    sending.attempt(mails("answers").get().pk, now=tomorrow())
    subscriptions.choose(wish, pace="once")
    for comment in (single, gathered):
        with committing():
            moderation.trash([comment], by=cast.moderator)
        with committing():
            moderation.restore([comment], by=cast.moderator)
    assert gathering.send_due(now=tomorrow() + timedelta(days=2)) == 0
    assert OutgoingMail.objects.filter(state="sent").count() == 2
    assert not OutgoingMail.objects.filter(state="waiting", purpose="reply").exists()


@pytest.mark.parametrize("verb", [moderation.trash, moderation.mark_as_spam])
def test_mail_that_has_not_left_is_written_anew_without_what_was_taken_down(
    answer: Answer, wish: Subscription, cast: Cast, committing: Any, verb: Any, post_office: PostOffice
) -> None:
    subscriptions.choose(wish, pace="daily")
    answer(body="One.")
    two = answer(body="Two.")
    gathering.send_due(now=tomorrow())
    post_office.close()
    mail = mails("answers").get()
    assert not sending.attempt(mail.pk, now=tomorrow())
    with committing():
        verb([two], by=cast.moderator)
    assert gathering.send_due(now=tomorrow()) == 1
    post_office.open()
    for row in mails("answers"):
        sending.attempt(row.pk, now=tomorrow() + timedelta(hours=1))
    (letter,) = post_office.letters
    text = letter.get_payload(0).get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "One." in text
    assert "Two." not in text


def test_ended_wishes_and_hidden_articles_leave_nothing_to_say(answer: Answer, wish: Subscription) -> None:
    subscriptions.choose(wish, pace="daily")
    answer()
    subscriptions.end(wish)
    assert gathering.send_due(now=tomorrow()) == 0
    assert not GatheredAnswer.objects.exists()


def test_erasure_takes_gathered_answers_along(answer: Answer, wish: Subscription) -> None:
    subscriptions.choose(wish, pace="daily")
    answer()
    gathering.send_due(now=tomorrow())
    own_data.erase("asta@reader.example", with_words=False)
    assert mails("answers").get().state == "cancelled"
    assert gathering.send_due(now=tomorrow()) == 0


def test_second_worker_writes_nothing(
    answer: Answer, wish: Subscription, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscriptions.choose(wish, pace="daily")
    answer()
    write, second = gathering.write, []

    def after_the_other(email: str, *, now: Any) -> bool:
        monkeypatch.setattr(gathering, "write", write)
        second.append(gathering.send_due(now=now))
        return write(email, now=now)

    monkeypatch.setattr(gathering, "write", after_the_other)
    assert (gathering.send_due(now=tomorrow()), second) == (0, [1])
    assert mails("answers").count() == 1


@pytest.mark.parametrize(
    "trouble",
    [{"answer_to_rcpt": "451 later"}, {"answer_to_data": "554 no"}, {"silent_at": "MAIL"}],
)
def test_gathered_mail_arrives_once_after_trouble(
    answer: Answer, wish: Subscription, post_office: PostOffice, trouble: dict[str, str]
) -> None:
    subscriptions.choose(wish, pace="daily")
    answer()
    for name, value in trouble.items():
        setattr(post_office, name, value)
    gathering.send_due(now=tomorrow())
    mail = mails("answers").get()
    assert not sending.attempt(mail.pk, now=tomorrow())
    post_office.answer_to_rcpt = post_office.answer_to_data = post_office.silent_at = ""
    for hours in (1, 2):
        sending.attempt(mail.pk, now=tomorrow() + timedelta(hours=hours))
        gathering.send_due(now=tomorrow() + timedelta(hours=hours))
    assert len(post_office.letters) == 1


def test_one_click_ends_gathered_mail_and_get_does_not(answer: Answer, wish: Subscription) -> None:
    subscriptions.choose(wish, pace="daily")
    answer()
    gathering.send_due(now=tomorrow())
    header = mails("answers").get().headers["List-Unsubscribe"]
    path = header.removeprefix("<http://testserver").removesuffix(">")
    client, before = Client(enforce_csrf_checks=True), everything()
    assert client.get(path).status_code == client.head(path).status_code == 200
    assert everything() == before
    assert client.post(path, {"choice": "once"}).status_code == 303
    assert Subscription.objects.get().pace == "once"
    click = client.post(path, "List-Unsubscribe=One-Click", content_type=FORM)
    assert (click.status_code, dict(click.cookies)) == (303, {})
    assert Subscription.objects.get().state == "ended"
    assert client.get("/mail/answers/x/").status_code == 404


def test_choices_are_offered_on_the_receipt_and_behind_the_mails_link(
    wish: Subscription, client: Client
) -> None:
    receipt, choices = receipts.address_of(wish.comment), subscriptions.choices_path(wish)
    before = everything()
    for path in (receipt, choices):
        offered = re.findall(r'name="choice" value="([\w-]+)"', client.get(path).content.decode())
        assert {"thread", "daily", "stop"} <= set(offered)
    assert everything() == before
    client.post(receipt, {"act": "mail", "choice": "daily"})
    client.post(choices, {"choice": "thread"})
    wish.refresh_from_db()
    assert (wish.pace, wish.scope, wish.state) == ("daily", "thread", "active")
    client.post(receipt, {"act": "mail", "choice": "stop"})
    wish.refresh_from_db()
    assert wish.state == "ended"
