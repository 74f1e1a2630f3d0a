"""Two people at the same moment: one final state, one decision that counts, one mail, and counts that hold.

Each pair runs in two threads with connections of their own, let go by a barrier; on SQLite the database is a
file, opened as the product opens it.
"""

import random
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from blog.articles.models import Article
from blog.comments import bulk, counters, flags, moderation, submission, subscriptions
from blog.comments.models import BulkAct, Comment, Decision, DecisionItem, Flag, Status
from blog.comments.spam.evidence import Evidence
from blog.mail.models import OutgoingMail
from blog.site.models import SiteSettings
from tests.cast import Cast, live_article, make_cast
from tests.comments.conftest import WORDS

PAIRS = 100
PATIENCE = 30
Act = Callable[[], Any]


class Two:
    """Two threads, each with a connection of its own."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(2)
        self.barrier = Barrier(2, timeout=PATIENCE)

    def at_once(self, *acts: Act) -> list[Any]:
        """Do both at the same moment; return what came out, and raise what was raised."""
        return [future.result(PATIENCE) for future in [self.pool.submit(self._one, act) for act in acts]]

    def _one(self, act: Act) -> Any:
        self.barrier.wait()
        return act()

    def close(self) -> None:
        for future in [self.pool.submit(self._one, lambda: connections["default"].close()) for _ in range(2)]:
            future.result(PATIENCE)
        self.pool.shutdown()


@pytest.fixture
def file_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Let all threads use a file in place of the tests' database in memory; PostgreSQL's stays as it is."""
    if connection.vendor != "sqlite":
        yield
        return
    memory, path = connection, tmp_path / "octavo.sqlite3"
    memory.ensure_connection()
    held = connections["default"]
    with sqlite3.connect(path) as copy:
        held.connection.backup(copy)
    copy.close()
    settings = connections.settings["default"]
    name, settings["NAME"] = settings["NAME"], str(path)
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        settings["NAME"] = name
        connections["default"] = held


@pytest.fixture
def two(file_database: None) -> Iterator[Two]:
    pair = Two()
    yield pair
    pair.close()


@pytest.fixture
def cast(file_database: None) -> Cast:
    return make_cast()


@pytest.fixture
def answers(cast: Cast) -> list[Comment]:
    """PAIRS waiting answers to Jonas, who has asked for mail about each."""
    article = live_article(cast.editor)
    asked = submission.receive(article, evidence=Evidence(), **WORDS)
    moderation.approve([asked], by=cast.moderator)
    subscription = subscriptions.begin(asked)
    assert subscription is not None
    subscriptions.confirm(subscription)
    return [_answer(article, asked, number) for number in range(PAIRS)]


def _answer(article: Article, asked: Comment, number: int) -> Comment:
    words = {"body": f"Number {number}.", "author_name": "Asta", "author_email": f"a{number}@reader.example"}
    comment = submission._comment(article, words, parent=asked, row=None, user=None, now=timezone.now())
    comment.save(force_insert=True)
    counters.shift([counters.Move(article.pk, "", comment.status)])
    return comment


@pytest.fixture(autouse=True)
def one_mail_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no mail be gathered for the morning: then each decision must show in the outbox."""
    monkeypatch.setattr("blog.comments.replies.MAILS_A_DAY", 10**6)


def assert_whole(comment: Comment) -> str:
    """Return the status; the log leads there without a gap, and an answer on the page has one mail, others none."""
    status = Comment.objects.values_list("status", flat=True).get(pk=comment.pk)
    moves = list(
        DecisionItem.objects.filter(comment=comment).order_by("pk").values_list("from_status", "to_status")
    )
    before = [Status.PENDING, *(to for _, to in moves)]
    assert [start for start, _ in moves] == before[:-1]
    assert before[-1] == status
    waiting = OutgoingMail.objects.filter(about=f"comment:{comment.pk}").exclude(state="cancelled")
    assert waiting.count() == (status == Status.APPROVED)
    return str(status)


def test_two_who_approve_take_one_decision(two: Two, cast: Cast, answers: list[Comment]) -> None:
    for comment in answers:
        taken = two.at_once(
            lambda c=comment: moderation.approve([c], by=cast.moderator),
            lambda c=comment: moderation.approve([c], by=cast.administrator),
        )
        assert sum(decision is not None for decision in taken) == 1
        assert assert_whole(comment) == Status.APPROVED
    assert not counters.recount()


def test_approval_and_trash_end_in_one_of_both(two: Two, cast: Cast, answers: list[Comment]) -> None:
    for comment in answers:
        two.at_once(
            lambda c=comment: moderation.approve([c], by=cast.moderator),
            lambda c=comment: moderation.trash([c], by=cast.administrator),
        )
        assert assert_whole(comment) in (Status.APPROVED, Status.TRASH)
    assert not counters.recount()


def test_whole_result_spares_what_somebody_decides(two: Two, cast: Cast, answers: list[Comment]) -> None:
    for comment in answers:
        search = {"q": f'"Number {comment.body.split()[1]}"'}
        act, decision = two.at_once(
            lambda s=search: bulk.begin("spam", s, by=cast.moderator),
            lambda c=comment: moderation.approve([c], by=cast.administrator),
        )
        status = assert_whole(comment)
        assert decision is not None
        assert status == Status.APPROVED, "approval comes first, or overrules what was done for many"
        assert act is None or act.state == BulkAct.State.DONE
    assert not counters.recount()


def test_undone_by_two_is_undone_once(two: Two, cast: Cast, answers: list[Comment]) -> None:
    for comment in answers:
        decision = moderation.approve([comment], by=cast.moderator)
        assert decision is not None
        undone = two.at_once(
            lambda d=decision: moderation.undo(d, by=cast.moderator),
            lambda d=decision: moderation.undo(d, by=cast.administrator),
        )
        assert sum(found is not None for found in undone) == 1
        assert assert_whole(comment) == Status.PENDING
    assert Decision.objects.filter(verb=Decision.Verb.UNDO).count() == PAIRS
    assert not counters.recount()


def test_same_words_sent_twice_are_one_comment(two: Two, cast: Cast) -> None:
    article = live_article(cast.editor)
    for number in range(PAIRS):
        words = {**WORDS, "body": f"Sent twice: {number}.", "author_email": f"j{number}@reader.example"}
        sent = two.at_once(*[lambda w=words: submission.receive(article, evidence=Evidence(), **w)] * 2)
        assert sent[0].pk == sent[1].pk
    assert Comment.objects.count() == PAIRS
    assert not counters.recount()


def test_nobody_waits_crosswise(two: Two, cast: Cast) -> None:
    """Campaign members are written by whoever sends the next; reports, edits and decisions meet them in any order."""
    SiteSettings.objects.update(flags_return_after=1)
    article = live_article(cast.editor)
    chance = random.Random(5)
    line = "Buy the best cheap watches at http://watches.example today"
    for number in range(40):
        members = list(Comment.objects.order_by("-pk")[:6])
        chance.shuffle(members)
        words = {**WORDS, "body": f"{line} {number}", "author_email": f"s{number}@reader.example"}
        verb = chance.choice([moderation.approve, moderation.mark_as_spam, moderation.trash])
        shown = Comment.objects.approved().first()
        others: list[Act] = [lambda v=verb, m=members: v(m, by=cast.moderator)]
        if shown is not None:
            report = {"reason": Flag.Reason.SPAM, "network": f"{number:064x}"}
            others.append(lambda s=shown, r=report: _report(s, r))
        two.at_once(
            lambda w=words: submission.receive(article, evidence=Evidence(), **w), chance.choice(others)
        )
    assert Comment.objects.exclude(campaign="").count() > 10
    assert not counters.recount()


def _report(comment: Comment, facts: dict[str, Any]) -> None:
    try:
        flags.report(comment, **facts)
    except flags.NotReportable:
        return
