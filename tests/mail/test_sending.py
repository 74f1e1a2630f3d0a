"""Each mail leaves once, whatever the mail server does meanwhile."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from blog.mail import outbox, sending
from blog.mail.models import OutgoingMail
from blog.mail.outbox import Letter
from tests.cast import Cast
from tests.mail.conftest import PostOffice

State = OutgoingMail.State
LETTER = Letter("An answer", "Dunlin came first.\n", "<p>Dunlin came first.</p>")


@pytest.fixture
def put(db: None) -> Callable[..., OutgoingMail]:
    """Return `put(**changes)`: a mail in the outbox that nobody has begun to send."""

    def put(letter: Letter = LETTER, **changes: Any) -> OutgoingMail:
        values = {"to": "jonas@reader.example", "key": "answer:1", "purpose": "reply", **changes}
        return outbox.put(letter, **values)

    return put


def later(mail: OutgoingMail) -> datetime:
    """Return when the mail may next be tried."""
    mail.refresh_from_db()
    return mail.next_try_at


def test_mail_leaves_once_and_its_words_do_not_stay(
    put: Callable[..., OutgoingMail], post_office: PostOffice
) -> None:
    mail = put()
    assert sending.attempt(mail.pk)
    assert not sending.attempt(mail.pk)
    (letter,) = post_office.letters
    assert (letter["To"], letter["Subject"]) == ("jonas@reader.example", "An answer")
    assert letter["Message-ID"] == mail.message_id
    assert letter["Auto-Submitted"] == "auto-generated"
    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.html) == (State.SENT, "", "")


@pytest.mark.parametrize(
    ("trouble", "seen"),
    [
        ({"answer_to_rcpt": "451 try later"}, "451"),
        ({"answer_to_data": "452 full"}, "452"),
        ({"answer_to_data": "554 not from you"}, "554"),
        ({"silent_at": "MAIL"}, "timed out"),
    ],
)
def test_mail_arrives_once_after_trouble(
    put: Callable[..., OutgoingMail], post_office: PostOffice, trouble: dict[str, str], seen: str
) -> None:
    mail = put()
    for name, value in trouble.items():
        setattr(post_office, name, value)
    for _ in range(3):
        assert not sending.attempt(mail.pk, now=later(mail))
    assert seen in OutgoingMail.objects.get().last_error
    post_office.answer_to_rcpt = post_office.answer_to_data = post_office.silent_at = ""
    assert sending.attempt(mail.pk, now=later(mail))
    assert not sending.attempt(mail.pk, now=timezone.now() + timedelta(days=1))
    assert len(post_office.letters) == 1


def test_mail_arrives_once_after_the_server_was_down(
    put: Callable[..., OutgoingMail], post_office: PostOffice
) -> None:
    mails = [put(key=f"answer:{number}") for number in range(3)]
    post_office.close()
    for mail in mails:
        assert not sending.attempt(mail.pk)
    assert "ConnectionRefused" in OutgoingMail.objects.first().last_error  # type: ignore[union-attr]
    post_office.open()
    for mail in mails * 2:
        sending.attempt(mail.pk, now=timezone.now() + timedelta(hours=1))
    assert sorted(str(letter["Message-ID"]) for letter in post_office.letters) == sorted(
        mail.message_id for mail in mails
    )


def test_retry_after_an_unclear_answer_is_recognisable(
    put: Callable[..., OutgoingMail], post_office: PostOffice
) -> None:
    mail = put()
    post_office.silent_at = "DATA"
    assert not sending.attempt(mail.pk)
    post_office.silent_at = ""
    assert sending.attempt(mail.pk, now=later(mail))
    assert {str(letter["Message-ID"]) for letter in post_office.letters} == {mail.message_id}


def test_address_that_is_refused_for_good_is_given_up_and_can_be_retried(
    put: Callable[..., OutgoingMail], post_office: PostOffice, cast: Cast
) -> None:
    mail = put()
    post_office.answer_to_rcpt = "550 no such user"
    assert not sending.attempt(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.FAILED, 1)
    assert "550" in mail.last_error
    with pytest.raises(PermissionDenied):
        outbox.retry([mail], by=cast.moderator)
    post_office.answer_to_rcpt = ""
    assert outbox.retry([mail], by=cast.administrator) == 1
    assert sending.attempt(mail.pk)
    assert len(post_office.letters) == 1


def test_waits_double_and_end(put: Callable[..., OutgoingMail], post_office: PostOffice) -> None:
    mail = put()
    post_office.close()
    now, waits = timezone.now(), []
    for _ in range(sending.MAX_ATTEMPTS):
        assert not sending.attempt(mail.pk, now=now)
        waits.append(later(mail) - now)
        now = mail.next_try_at
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert max(waits) == sending.LONGEST_WAIT
    assert mail.state == State.FAILED


def test_second_worker_leaves_a_mail_alone_that_the_first_is_sending(
    put: Callable[..., OutgoingMail], post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = put()
    write, second = sending._message, []

    def while_sending(mail: OutgoingMail) -> Any:
        second.append(sending.attempt(mail.pk))
        second.append(outbox.retry([mail], by=_Anybody()))  # type: ignore[arg-type]
        return write(mail)

    monkeypatch.setattr(sending, "_message", while_sending)
    assert sending.attempt(mail.pk)
    assert second == [False, 0]
    assert len(post_office.letters) == 1


class _Anybody:
    is_active = True

    def has_perm(self, name: str) -> bool:
        return True


def test_worker_that_died_is_replaced_after_its_lease(
    put: Callable[..., OutgoingMail], post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = put()

    def die(mail: OutgoingMail) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_message", die)
        with pytest.raises(SystemExit):
            sending.attempt(mail.pk)
    assert sending.sweep() == 0
    assert sending.sweep(now=timezone.now() + sending.LEASE + sending.OVERDUE) == 1
    assert sending.attempt(mail.pk, now=later(mail))
    assert len(post_office.letters) == 1


def test_lost_task_is_found_by_the_sweep_once(
    put: Callable[..., OutgoingMail], post_office: PostOffice
) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    put(now=long_ago)
    assert sending.sweep() == 1
    assert sending.sweep() == 0
    assert len(post_office.letters) == 1


def test_same_key_is_one_mail(
    put: Callable[..., OutgoingMail], mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        put()
        put(letter=Letter("Another", "Other words"))
    assert [mail.subject for mail in mailoutbox] == ["An answer"]


def test_mail_is_gone_with_the_transaction_of_its_cause(put: Callable[..., OutgoingMail]) -> None:
    @transaction.atomic
    def cause() -> None:
        put()
        raise IntegrityError

    with pytest.raises(IntegrityError):
        cause()
    assert not OutgoingMail.objects.exists()


def test_held_mail_waits_and_can_be_cancelled_and_wanted_again(
    put: Callable[..., OutgoingMail], post_office: PostOffice
) -> None:
    held = timezone.now() + timedelta(minutes=1)
    mail = put(about="comment:1", not_before=held)
    assert not sending.attempt(mail.pk)
    assert outbox.cancel(["comment:1", "comment:2"]) == 1
    assert not sending.attempt(mail.pk, now=held)
    assert put(about="comment:1", not_before=held).pk == mail.pk
    assert sending.attempt(mail.pk, now=held)
    assert outbox.cancel(["comment:1"]) == 0
    assert len(post_office.letters) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "jonas@reader.example\nBcc: all@reader.example"},
        {"to": "jonas@reader.example\r\nBcc: all@reader.example"},
        {"to": "jonas@reader.example, asta@reader.example"},
        {"to": "Jonas <jonas@reader.example>"},
        {"to": ""},
        {"letter": Letter("A", "b", headers={"List-Unsubscribe": "<https://x>\r\nBcc: all@reader.example"})},
        {"letter": Letter("A", "b", headers={"X: y\r\nBcc": "all@reader.example"})},
        {"letter": Letter("A", "b", headers={"X-Line": "one\u2028two"})},
    ],
)
def test_second_header_or_address_is_refused(
    put: Callable[..., OutgoingMail], changes: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        put(**changes)
    assert not OutgoingMail.objects.exists()


def test_subject_is_one_line(put: Callable[..., OutgoingMail], post_office: PostOffice) -> None:
    mail = put(Letter("Mud\r\nBcc: all@reader.example\x00\n", "b"))
    assert sending.attempt(mail.pk)
    (letter,) = post_office.letters
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Mud Bcc: all@reader.example"


def test_delivery_log_shows_how_mails_stand_but_not_what_they_say(
    put: Callable[..., OutgoingMail], client: Client, cast: Cast
) -> None:
    mail = put()
    OutgoingMail.objects.update(state=State.FAILED, last_error="550 no such user")
    client.force_login(cast.administrator)
    page = client.get("/admin/blog/outgoingmail/?state=failed")
    assert "550 no such user" in page.content.decode()
    one = client.get(f"/admin/blog/outgoingmail/{mail.pk}/change/")
    assert one.status_code == 200
    assert "Dunlin" not in one.content.decode()
    client.post("/admin/blog/outgoingmail/", {"action": "retry", "_selected_action": [mail.pk]})
    mail.refresh_from_db()
    assert mail.state == State.WAITING
    client.force_login(cast.moderator)
    assert client.get("/admin/blog/outgoingmail/").status_code == 403
