"""Opinions from outside, against a stand-in on this machine: nothing is lost, nothing is published, little leaves."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.comments import akismet, counters, editing, judging, moderation, second_opinions, wording
from blog.comments.advisers import NoAnswer, Refused
from blog.comments.models import Comment, Commenter, Reason, Status
from blog.comments.spam import trust as trust_layer
from blog.comments.spam.evidence import Evidence
from blog.comments.trust import Writer
from blog.site.models import SiteSettings
from tests.cast import Cast

Receive = Callable[..., Comment]
# One mild trace too many to be called good, and by far not enough to be hidden.
UNSURE = {"body": "See https://a.example and https://b.example", "author_url": "https://shop.example"}
KEY = "key-of-a-blog"


class StandIn(ThreadingHTTPServer):
    """Answers as the service does; `says` and `status` change what, `hold` when."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.says: bytes = b"false"
        self.status = 200
        self.headers: dict[str, str] = {}
        self.hold: threading.Event | None = None
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/1.1/"

    @property
    def calls(self) -> list[str]:
        return [path.rpartition("/")[2] for path, _ in self.asked]


class Answering(BaseHTTPRequestHandler):
    server: StandIn

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)
        self.server.asked.append((self.path, {name: values[0] for name, values in sent.items()}))
        if self.server.hold:
            self.server.hold.wait(10)
            return
        is_check = self.path.endswith("comment-check")
        said = self.server.says if is_check else b"Thanks for making the web a better place."
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said)

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {}))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"true")

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def service(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """Return a running stand-in that the site is switched on to."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server = StandIn()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.AKISMET_KEY, settings.AKISMET_URL = KEY, server.url
    yield server
    if server.hold:
        server.hold.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def waiting(receive: Receive, django_capture_on_commit_callbacks: Any) -> Receive:
    """Return `waiting(**changes)`: a comment as it stands after it was stored and the worker was at it."""

    def waiting(**changes: Any) -> Comment:
        with django_capture_on_commit_callbacks(execute=True):
            comment = receive(**{**UNSURE, **changes})
        comment.refresh_from_db()
        return comment

    return waiting


def told(comment: Comment) -> list[tuple[str, float, str]]:
    rows = Reason.objects.filter(comment=comment, check_name="akismet")
    return list(rows.values_list("evidence", "weight", "without"))


def test_nothing_is_sent_by_default(waiting: Receive, service: StandIn, settings: Any, cast: Cast) -> None:
    settings.AKISMET_KEY = ""
    assert second_opinions.advisers() == {}
    comment = waiting()
    moderation.approve([comment], by=cast.moderator)
    assert service.asked == []
    assert told(comment) == []


def test_spam_hides_what_the_filter_was_unsure_of(waiting: Receive, service: StandIn) -> None:
    service.says = b"true"
    comment = waiting()
    assert (comment.status, comment.verdict, comment.decided_at) == (Status.SPAM, "unsure", None)
    assert told(comment) == [("spam", 2.0, "unsure")]
    assert counters.recount() == []
    assert counters.tallies()[Status.SPAM] == 1


def test_good_is_a_reason_and_publishes_nothing(waiting: Receive, service: StandIn) -> None:
    comment = waiting()
    assert (comment.status, told(comment)) == (Status.PENDING, [("good", -1.0, "unsure")])


def test_spam_does_not_hide_what_the_owners_filter_calls_good(waiting: Receive, service: StandIn) -> None:
    service.says = b"true"
    comment = waiting(body="Mud remembers the tide.", author_url="")
    assert (comment.verdict, comment.status) == ("ham", Status.PENDING)
    assert told(comment) == [("spam", 2.0, "ham")]


@pytest.mark.parametrize("check", ["allowed", "trusted-writer"])
def test_what_the_owner_spares_is_not_hidden(
    waiting: Receive, service: StandIn, settings: Any, check: str
) -> None:
    settings.AKISMET_KEY = ""
    comment = waiting()
    settings.AKISMET_KEY = KEY
    service.says = b"true"
    Reason.objects.create(comment=comment, check_name=check, weight=-3.0)
    second_opinions.ask.call(comment.pk, "akismet", 0)
    comment.refresh_from_db()
    assert (comment.status, len(told(comment))) == (Status.PENDING, 1)


def test_good_word_from_outside_does_not_help_to_publish(waiting: Receive, service: StandIn) -> None:
    comment = waiting()
    Reason.objects.create(comment=comment, check_name="website", weight=9.0)
    own = sum(row.weight for row in comment.reasons.all() if row.check_name != "akismet")
    known = Writer(comment.author_email, Commenter(confirmed_at=timezone.now()), is_proven=True, approved=1)
    assert known.is_known
    judging.weigh_proof(comment, known)
    assert comment.score == pytest.approx(own + trust_layer.KNOWN_WEIGHT)
    comment.reasons.filter(check_name="akismet").update(weight=2.0)
    judging.weigh_proof(comment, known)
    assert comment.score == pytest.approx(own + trust_layer.KNOWN_WEIGHT + 2.0), "a warning counts"


def test_owner_who_wants_nothing_hidden_gets_nothing_hidden(waiting: Receive, service: StandIn) -> None:
    SiteSettings(filter_hide_one_in=0).save()
    service.says = b"true"
    assert waiting().status == Status.PENDING


def test_desk_reads_the_answer_in_words(waiting: Receive, service: StandIn) -> None:
    (line,) = wording.lines(waiting().reasons.filter(check_name="akismet"))
    assert (line.text, line.without) == ("Akismet: good", "unsure")
    assert wording.name_of("akismet") == "Akismet"


def test_one_in_two_hundred_is_shown_anyway(waiting: Receive, service: StandIn) -> None:
    service.says = b"true"
    with patch.object(judging, "AUDIT_ONE_IN", 1):
        comment = waiting()
    assert comment.status == Status.PENDING
    assert comment.reasons.filter(check_name=judging.AUDIT_CHECK).exists()


def test_only_named_fields_leave_the_site_and_no_address(waiting: Receive, service: StandIn) -> None:
    comment = waiting(evidence=Evidence(network="ab" * 32))
    ((path, sent),) = service.asked
    assert path == "/1.1/comment-check"
    assert sent == {
        "api_key": KEY,
        "blog": "http://testserver",
        "user_ip": "0.0.0.0",
        "permalink": f"http://testserver{comment.article.get_absolute_url()}",
        "comment_type": "comment",
        "comment_author": comment.author_name,
        "comment_author_url": "https://shop.example",
        "comment_content": comment.body,
        "comment_date_gmt": comment.submitted_at.isoformat(timespec="seconds"),
        "blog_charset": "UTF-8",
    }
    assert comment.author_email not in str(sent)
    assert "abab" not in str(sent)


@pytest.mark.parametrize("said", [b"", b"maybe", b"<html>true</html>", b"true\nfalse", b"\xff\x00" * 999])
def test_garbage_is_no_answer(waiting: Receive, service: StandIn, said: bytes) -> None:
    service.says = said
    comment = waiting()
    assert (comment.status, told(comment)) == (Status.PENDING, [])
    with pytest.raises(NoAnswer):
        asked_again(comment)


def asked_again(comment: Comment) -> bool:
    adviser = akismet.from_settings()
    assert adviser
    return adviser.is_spam(second_opinions.told_of(comment))


@pytest.mark.parametrize("status", [500, 502, 404, 302])
def test_failing_service_changes_nothing(waiting: Receive, service: StandIn, status: int) -> None:
    service.status, service.says = status, b"true"
    service.headers = {"Location": "/1.1/elsewhere"} if status == 302 else {}
    comment = waiting()
    assert (comment.status, told(comment)) == (Status.PENDING, [])
    assert service.calls == ["comment-check"], "a redirect is not followed"
    with pytest.raises(NoAnswer):
        asked_again(comment)


def test_slow_service_is_given_up_and_the_comment_is_there(waiting: Receive, service: StandIn) -> None:
    service.hold = threading.Event()
    with patch.object(akismet, "TIMEOUT_SECONDS", 0.05):
        comment = waiting()
        with pytest.raises(NoAnswer, match="timed out"):
            asked_again(comment)
    assert (comment.status, told(comment)) == (Status.PENDING, [])


def test_service_that_is_gone_is_no_answer(waiting: Receive, service: StandIn, settings: Any) -> None:
    settings.AKISMET_URL = "http://127.0.0.1:1/1.1/"
    comment = waiting()
    assert comment.status == Status.PENDING
    with pytest.raises(NoAnswer):
        asked_again(comment)


def test_refused_key_is_said_and_not_tried_again(
    waiting: Receive, service: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    service.says, service.headers = b"invalid", {"X-akismet-debug-help": "We were unable to parse your key"}
    comment = waiting()
    assert (comment.status, told(comment)) == (Status.PENDING, [])
    assert "akismet does not answer this site: We were unable to parse your key" in caplog.text
    assert KEY not in caplog.text
    with pytest.raises(Refused):
        asked_again(comment)


@pytest.fixture
def queue(settings: Any) -> None:
    """Let tasks wait in the database as they do on a real site."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def lined_up() -> list[tuple[str, Any, bool]]:
    """Return (name, arguments, whether it waits for its time) of what is queued to ask or tell, and forget it."""
    rows = DBTaskResult.objects.filter(task_path__contains="second_opinions").order_by("enqueued_at")
    now = timezone.now()
    found = [
        (
            row.task_path.rpartition(".")[2],
            row.args_kwargs["args"],
            now < row.run_after < now + timedelta(days=1),
        )
        for row in rows
    ]
    rows.delete()
    return found


@pytest.mark.usefixtures("queue")
def test_asking_is_left_to_a_worker_and_tried_four_times(waiting: Receive, service: StandIn) -> None:
    service.status = 500
    comment = waiting()
    assert service.asked == [], "the post waits for nothing"
    assert lined_up() == [("ask", [comment.pk, "akismet", 0], False)]
    for tries in range(3):
        second_opinions.ask.call(comment.pk, "akismet", tries)
        assert lined_up() == [("ask", [comment.pk, "akismet", tries + 1], True)]
    second_opinions.ask.call(comment.pk, "akismet", 3)
    assert lined_up() == []
    assert len(service.asked) == 4
    service.status, service.says = 200, b"invalid"
    second_opinions.ask.call(comment.pk, "akismet", 0)
    assert lined_up() == []


def test_decided_edited_and_erased_comments_are_left_alone(
    waiting: Receive, service: StandIn, cast: Cast, settings: Any
) -> None:
    settings.AKISMET_KEY = ""
    decided, edited, erased = (waiting(body=f"{UNSURE['body']} {word}") for word in "abc")
    settings.AKISMET_KEY = KEY
    service.says = b"true"
    moderation.approve([decided], by=cast.moderator)
    stale = Comment.objects.get(pk=edited.pk)
    Comment.objects.filter(pk=edited.pk).update(body="Other words", body_digest="0" * 64)
    Comment.objects.filter(pk=erased.pk).update(body="")
    second_opinions.keep(decided, name="akismet", is_spam=True)
    second_opinions.keep(stale, name="akismet", is_spam=True)
    second_opinions.ask.call(erased.pk, "akismet", 0)
    second_opinions.ask.call(10**9, "akismet", 0)
    assert service.asked == []
    assert not Reason.objects.filter(check_name="akismet").exists()


def test_restored_comment_is_not_hidden_again(waiting: Receive, service: StandIn, cast: Cast) -> None:
    service.says = b"true"
    comment = waiting()
    moderation.restore([comment], by=cast.moderator)
    comment.reasons.filter(check_name="akismet").delete()
    second_opinions.ask.call(comment.pk, "akismet", 0)
    comment.refresh_from_db()
    assert (comment.status, len(told(comment))) == (Status.PENDING, 1)


def test_same_answer_twice_is_one_reason(waiting: Receive, service: StandIn) -> None:
    comment = waiting()
    second_opinions.ask.call(comment.pk, "akismet", 0)
    assert len(told(comment)) == 1


def test_new_words_are_asked_about_again(
    waiting: Receive, service: StandIn, django_capture_on_commit_callbacks: Any
) -> None:
    comment = waiting()
    with django_capture_on_commit_callbacks(execute=True):
        editing.edit(comment, body="See https://c.example and https://d.example")
    assert [sent["comment_content"][-9:] for _, sent in service.asked] == ["b.example", "d.example"]
    assert len(told(comment)) == 1


def final(decision: Any) -> bool:
    adviser = akismet.from_settings()
    assert adviser
    after = timezone.now() + timedelta(minutes=2)
    return second_opinions.correct(adviser, decision=decision.pk, now=after)


def test_decisions_that_disagree_are_sent_once_when_they_are_final(
    waiting: Receive, service: StandIn, cast: Cast
) -> None:
    service.says = b"true"
    wronged = waiting()
    service.says = b"false"
    missed = waiting(body=f"{UNSURE['body']} again")
    agreed = waiting(body="Mud remembers the tide.", author_url="")
    service.asked.clear()
    approved = moderation.approve([wronged, agreed], by=cast.moderator)
    marked = moderation.mark_as_spam([missed], by=cast.moderator)
    assert approved
    adviser = akismet.from_settings()
    assert adviser
    assert second_opinions.correct(adviser, decision=approved.pk)
    assert service.asked == [], "it can still be undone"
    assert final(approved)
    assert final(marked)
    assert service.calls == ["submit-ham", "submit-spam"]
    assert [sent["comment_content"] for _, sent in service.asked] == [wronged.body, missed.body]
    assert [told(comment)[0][0] for comment in (wronged, missed, agreed)] == [
        "spam, corrected",
        "good, corrected",
        "good",
    ]
    assert final(approved)
    assert len(service.asked) == 2, "told once"
    final(moderation.mark_as_spam([wronged], by=cast.moderator))
    assert (service.calls[-1], told(wronged)[0][0]) == ("submit-spam", "spam")


def test_undone_decisions_and_the_trash_are_no_correction(
    waiting: Receive, service: StandIn, cast: Cast
) -> None:
    service.says = b"true"
    comment, other = waiting(), waiting(body=f"{UNSURE['body']} again")
    service.asked.clear()
    approved = moderation.approve([comment], by=cast.moderator)
    assert approved
    undone = moderation.undo(approved, by=cast.moderator)
    trashed = moderation.trash([other], by=cast.moderator)
    for decision in (approved, undone, trashed):
        assert final(decision)
    assert service.asked == []


@pytest.mark.usefixtures("queue")
def test_corrections_go_in_parts_after_the_undo_window(
    waiting: Receive, service: StandIn, cast: Cast, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    SiteSettings(filter_hide_one_in=0).save()
    comments = [waiting(body=f"{UNSURE['body']} {number}") for number in range(4)]
    for comment in comments:
        second_opinions.keep(comment, name="akismet", is_spam=True)
    lined_up()
    with django_capture_on_commit_callbacks(execute=True):
        decision = moderation.approve(comments, by=cast.moderator)
    assert decision
    assert lined_up() == [("tell", [decision.pk, 0], True)]
    with (
        patch.object(second_opinions, "CHUNK", 3),
        patch.object(second_opinions.learning, "UNDO_WINDOW", timedelta()),
    ):
        second_opinions.tell.call(decision.pk, 0)
        assert lined_up() == [("tell", [decision.pk, 0], False)]
        service.status = 500
        second_opinions.tell.call(decision.pk, 0)
        assert lined_up() == [("tell", [decision.pk, 1], True)]
        service.status = 200
        second_opinions.tell.call(decision.pk, 1)
    assert service.calls == ["submit-ham"] * 5
    assert lined_up() == []
