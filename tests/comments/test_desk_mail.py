"""Moderators' letters: gathered, sent once, at the pace each chose; and deciding by a link in one."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from blog.articles.models import Article
from blog.comments import desk_mail, mailed_acts, moderation, own_data
from blog.comments.models import Comment, Decision, DeskMail
from blog.lib.dates import next_at_hour
from blog.mail import sending
from blog.mail.models import OutgoingMail
from tests.cast import Cast, live_article
from tests.ledger import everything
from tests.mail.conftest import PostOffice, post_office

__all__ = ["post_office"]
Receive = Callable[..., Comment]
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def at_noon() -> Any:
    """Let time stand still; `shift` moves it."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def article(at_noon: Any, cast: Cast) -> Article:
    """Published in that standing time."""
    return live_article(cast.editor)


@pytest.fixture
def mona(moderator: User, at_noon: Any) -> User:
    """Mona, who is mailed at once."""
    desk_mail.choose(moderator, pace="once")
    return moderator


@pytest.fixture
def arrive(receive: Receive, django_capture_on_commit_callbacks: Any) -> Receive:
    """Return `arrive(**changes)`: a comment that comes in, announced."""

    def arrive(**changes: Any) -> Comment:
        with django_capture_on_commit_callbacks(execute=True):
            return receive(**changes)

    return arrive


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def plant(article: Article, count: int, **changes: Any) -> list[Comment]:
    values = {"author_email": "f@flood.example", "html": "", "submitted_at": timezone.now(), **changes}
    return Comment.objects.bulk_create(
        Comment(article=article, author_name=f"N{n}", body=f"Words {n}", body_digest=f"{n:064}", **values)
        for n in range(count)
    )


def written() -> Any:
    return OutgoingMail.objects.filter(purpose="desk").order_by("pk")


def link_to(verb: str, mail: OutgoingMail) -> str:
    found = re.search(rf"{verb}: http://testserver(/mail/decide/\S+)", mail.text)
    assert found, mail.text
    return found.group(1)


def test_nobody_is_mailed_who_did_not_ask(arrive: Receive, moderator: User) -> None:
    arrive()
    assert desk_mail.send_due(now=timezone.now() + timedelta(days=2)) == 0


def test_at_once_tells_what_is_new_and_pauses(arrive: Receive, mona: User, at_noon: Any) -> None:
    arrive(body="First words.")
    assert desk_mail.send_due() == 0, "gathers for a minute"
    at_noon.shift(60)
    assert desk_mail.send_due() == 1
    OutgoingMail.objects.update(state="sent")
    arrive(body="Second words.")
    at_noon.shift(9 * 60)
    assert desk_mail.send_due() == 0, "ten minutes between two"
    at_noon.shift(60)
    assert desk_mail.send_due() == 1
    first, second = written()
    assert "First words." in first.text
    assert first.subject == "Jonas Okafor waits on “Low water”"
    assert "Second words." in second.text
    assert "First words." not in second.text
    assert "1 of them was told before" in second.text
    assert second.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    at_noon.shift(3600)
    assert desk_mail.send_due() == 0, "nothing new"


def test_thousand_comments_in_a_flood_are_one_mail(mona: User, article: Article, at_noon: Any) -> None:
    comments = plant(article, 1000)
    for comment in comments:
        desk_mail.remember(comment)
    at_noon.shift(61)
    assert desk_mail.send_due() == 1
    assert desk_mail.send_due() == 0
    (mail,) = written()
    assert mail.subject.startswith("1000 comments wait on")
    assert "And 980 more." in mail.text
    assert mail.text.count("Approve: ") == 20
    assert mail.text.index("Words 0\n") < mail.text.index("Words 19\n")


def test_likely_spam_is_counted_not_listed(mona: User, article: Article, at_noon: Any) -> None:
    for comment in plant(article, 3, verdict="spam"):
        desk_mail.remember(comment)
    at_noon.shift(120)
    assert desk_mail.send_due() == 0, "never urgent"
    at_noon.shift(3600)
    assert desk_mail.send_due() == 1
    (mail,) = written()
    assert "3 more are likely spam" in mail.text
    assert "Words" not in mail.text


def test_hourly_and_daily_list_all_that_waits(
    arrive: Receive, moderator: User, cast: Cast, at_noon: Any, settings: Any
) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    desk_mail.choose(moderator, pace="hourly")
    desk_mail.choose(cast.administrator, pace="daily", hour=7)
    arrive(body="First words.")
    at_noon.shift(60)
    assert desk_mail.send_due() == 1
    OutgoingMail.objects.update(state="sent")
    arrive(body="Second words.")
    assert DeskMail.objects.get(user=moderator).next_at == NOON + timedelta(seconds=3660)
    assert DeskMail.objects.get(user=cast.administrator).next_at == datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
    at_noon.shift(86400)
    assert desk_mail.send_due() == 2
    for mail in written()[1:]:
        assert mail.text.index("First words.") < mail.text.index("Second words.")


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2026-03-02T05:59:59+00:00", "2026-03-02T06:00:00+00:00"),
        ("2026-03-02T06:00:00+00:00", "2026-03-03T06:00:00+00:00"),
        ("2026-03-28T12:00:00+00:00", "2026-03-29T05:00:00+00:00"),
    ],
)
def test_hour_is_the_sites_own_also_when_the_clocks_change(settings: Any, after: str, expected: str) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    found = next_at_hour(7, after=datetime.fromisoformat(after))
    assert found == datetime.fromisoformat(expected)


def test_what_was_decided_meanwhile_is_not_told(arrive: Receive, mona: User, at_noon: Any) -> None:
    moderation.approve([arrive()], by=mona)
    at_noon.shift(3600)
    assert desk_mail.send_due() == 0
    assert DeskMail.objects.get().next_at is None


def test_letters_do_not_pile_up_while_one_cannot_be_delivered(
    arrive: Receive, mona: User, at_noon: Any, post_office: PostOffice
) -> None:
    post_office.close()
    for number in range(4):
        arrive(body=f"Words {number}.")
        at_noon.shift(1200)
        desk_mail.send_due()
    (mail,) = written()
    post_office.open()
    assert sending.attempt(mail.pk, now=timezone.now() + timedelta(hours=7))
    at_noon.shift(1200)
    assert desk_mail.send_due() == 1
    assert all(f"Words {number}." in written().last().text for number in (1, 2, 3))
    assert sending.attempt(written().last().pk)
    assert len(post_office.letters) == 2


@pytest.mark.parametrize(
    "trouble",
    [
        {"answer_to_rcpt": "451 later"},
        {"answer_to_data": "554 not from you"},
        {"silent_at": "MAIL"},
        {"answer_to_rcpt": "550 no such user"},
    ],
)
def test_letter_arrives_once_after_trouble(
    arrive: Receive,
    mona: User,
    cast: Cast,
    at_noon: Any,
    post_office: PostOffice,
    trouble: dict[str, str],
    committing: Any,
) -> None:
    arrive()
    at_noon.shift(60)
    for name, value in trouble.items():
        setattr(post_office, name, value)
    with committing():
        desk_mail.send_due()
    assert post_office.letters == []
    post_office.answer_to_rcpt = post_office.answer_to_data = post_office.silent_at = ""
    mail = written().get()
    if mail.state == "failed":
        from blog.mail import outbox

        outbox.retry([mail], by=cast.administrator)
    for hours in (1, 2, 3):
        sending.attempt(mail.pk, now=timezone.now() + timedelta(hours=hours))
        desk_mail.send_due(now=timezone.now() + timedelta(hours=hours))
    (letter,) = post_office.letters
    assert letter["To"] == mona.email
    parts = {part.get_content_type() for part in letter.walk()}
    assert {"text/plain", "text/html"} <= parts


def test_of_two_workers_one_writes(
    arrive: Receive, mona: User, at_noon: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive()
    at_noon.shift(60)
    compose, second = desk_mail.desk_letter.compose, []
    write = desk_mail.write

    def after_the_other(pk: int, *, now: datetime) -> bool:
        monkeypatch.setattr(desk_mail, "write", write)
        second.append(desk_mail.send_due())
        return write(pk, now=now)

    monkeypatch.setattr(desk_mail, "write", after_the_other)
    assert (desk_mail.send_due(), second) == (0, [1])
    assert compose is desk_mail.desk_letter.compose
    assert written().count() == 1


def test_own_articles_only_are_told_of_no_others(
    arrive: Receive, cast: Cast, article: Article, at_noon: Any
) -> None:
    codenames = ["view_comment", "moderate_own_comment"]
    cast.author.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    arno = User.objects.get(pk=cast.author.pk)
    desk_mail.choose(arno, pace="once")
    mine = live_article(cast.editor, title="Mine")
    Article.objects.filter(pk=mine.pk).update(author=arno)
    arrive(body="Elsewhere.")
    at_noon.shift(60)
    assert desk_mail.send_due() == 0
    arrive(article=Article.objects.get(pk=mine.pk), body="On mine.")
    at_noon.shift(60)
    assert desk_mail.send_due() == 1
    assert "Elsewhere." not in written().get().text
    arno.user_permissions.clear()
    arrive(article=Article.objects.get(pk=mine.pk), body="Later.")
    at_noon.shift(3600)
    assert desk_mail.send_due() == 0


def test_choice_wants_the_right_and_an_hour(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        desk_mail.choose(cast.author, pace="once")
    for wrong in ({"pace": "yearly"}, {"pace": "daily", "hour": 24}):
        with pytest.raises(ValidationError):
            desk_mail.choose(cast.moderator, **wrong)  # type: ignore[arg-type]
    assert not DeskMail.objects.exists()


def test_page_of_notifications_saves_ones_own_choice(client: Client, cast: Cast) -> None:
    client.force_login(cast.author)
    assert client.get("/admin/blog/deskmail/own/").status_code == 403
    assert b"My notifications" not in client.get("/admin/").content
    client.force_login(cast.moderator)
    assert b"/admin/blog/deskmail/own/" in client.get("/admin/").content
    assert cast.moderator.email in client.get("/admin/blog/deskmail/own/").content.decode()
    assert client.post("/admin/blog/deskmail/own/", {"pace": "daily", "hour": "7"}).status_code == 302
    wish = DeskMail.objects.get()
    assert (wish.user_id, wish.pace, wish.hour) == (cast.moderator.pk, "daily", 7)
    assert client.post("/admin/blog/deskmail/own/", {"pace": "often", "hour": "7"}).status_code == 200


@pytest.fixture
def letter(arrive: Receive, mona: User, at_noon: Any) -> OutgoingMail:
    """Mona's letter about one comment."""
    arrive()
    at_noon.shift(60)
    assert desk_mail.send_due() == 1
    mail: OutgoingMail = written().get()
    return mail


def press(client: Client, path: str) -> Any:
    page = client.get(path)
    words = re.search(r'name="words" value="(\w+)"', page.content.decode())
    return client.post(path, {"words": words.group(1) if words else ""})


@pytest.mark.parametrize(("verb", "status"), [("Approve", "approved"), ("Spam", "spam"), ("Trash", "trash")])
def test_get_changes_nothing_and_post_decides(
    letter: OutgoingMail, verb: str, status: str, mona: User
) -> None:
    path, client = link_to(verb, letter), Client(enforce_csrf_checks=True)
    before = everything()
    for method in (client.get, client.head):
        page = method(path)
        assert page.status_code == 200
    assert everything() == before
    assert client.get(path).content.count(b"<button") == 1
    assert page["Cache-Control"] == "no-store, private"
    assert press(client, path).status_code == 303
    decision = Decision.objects.get()
    assert (Comment.objects.get().status, decision.by) == (status, mona)
    after = client.get(path).content.decode()
    assert "by you" in after
    assert "<button" not in after
    assert client.post(path).status_code == 409
    assert Decision.objects.count() == 1


def test_link_dies_with_any_decision_and_says_whose(letter: OutgoingMail, cast: Cast, client: Client) -> None:
    decision = moderation.mark_as_spam(list(Comment.objects.all()), by=cast.administrator)
    assert decision is not None
    page = client.post(link_to("Approve", letter))
    assert page.status_code == 409
    assert "marked as spam by Ada Okoro" in page.content.decode()
    moderation.undo(decision, by=cast.administrator)
    assert press(client, link_to("Approve", letter)).status_code == 409, (
        "it waits again, but not as it did then"
    )
    assert Comment.objects.get().status == "pending"


def test_words_that_changed_are_shown_before_they_are_approved(letter: OutgoingMail, client: Client) -> None:
    path = link_to("Approve", letter)
    digest = Comment.objects.get().body_digest
    Comment.objects.update(body="Something else.", body_digest="e" * 64)
    page = client.post(path, {"words": digest})
    assert page.status_code == 409
    assert "Something else." in page.content.decode()
    assert Comment.objects.get().status == "pending"
    assert press(client, path).status_code == 303


@pytest.mark.parametrize("loss", ["right", "account", "deactivated", "comment"])
def test_link_of_who_may_not_any_more_is_refused(
    letter: OutgoingMail, mona: User, client: Client, loss: str
) -> None:
    path = link_to("Approve", letter)
    if loss == "right":
        mona.groups.clear()
    elif loss == "account":
        mona.delete()
    elif loss == "deactivated":
        User.objects.filter(pk=mona.pk).update(is_active=False)
    else:
        Comment.objects.all().delete()
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 403
        assert b"Mud" not in answer.content
    assert not Decision.objects.exists()


def test_link_is_for_a_week_one_verb_and_one_comment(
    letter: OutgoingMail, mona: User, client: Client, receive: Receive, at_noon: Any
) -> None:
    token = link_to("Approve", letter).split("/")[-2]
    other = mailed_acts.path_for(receive(body="Other"), "spam", user=mona, last=0).split("/")[-2]
    stop = desk_mail.stop_path(mona).split("/")[-2]
    for wrong in (token[:-3] + other[-3:], stop, "x", token[1:]):
        assert client.get(f"/mail/decide/{wrong}/").status_code == 404
        assert client.post(f"/mail/decide/{wrong}/").status_code == 404
    at_noon.shift(8 * 86400)
    assert client.post(f"/mail/decide/{token}/").status_code == 404
    assert not Decision.objects.exists()


def test_one_click_stops_a_moderators_mail_and_get_does_not(mona: User) -> None:
    path, client = desk_mail.stop_path(mona), Client(enforce_csrf_checks=True)
    before = everything()
    assert client.get(path).status_code == client.head(path).status_code == 200
    assert everything() == before
    click = client.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert click.status_code == 303
    assert not click.cookies
    assert DeskMail.objects.get().pace == "off"
    assert client.get("/mail/desk/x/").status_code == 404


def test_letter_that_has_not_left_forgets_who_was_erased(
    letter: OutgoingMail, committing: Any, at_noon: Any
) -> None:
    own_data.erase("jonas@reader.example", with_words=True)
    letter.refresh_from_db()
    assert (letter.state, letter.text) == ("cancelled", "")
    at_noon.shift(60)
    desk_mail.send_due()
    assert "Jonas" not in written().last().text
    assert "[erased]" in written().last().text
