"""Readers' reports: taken in once per network, weighed, settled by moderators; no crowd empties a page."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from blog.articles import publishing
from blog.articles.models import Article
from blog.comments import counters, flags, moderation, retention
from blog.comments.models import Comment, Decision, Flag, Status
from blog.site.models import SiteSettings
from tests.cast import Cast

Receive = Callable[..., Comment]


@pytest.fixture
def published(receive: Receive, moderator: User) -> Callable[..., Comment]:
    """Return `published(n)`: the n-th approved comment of a visitor."""

    def published(number: int = 0, **changes: Any) -> Comment:
        comment = receive(body=f"Observation {number}.", **changes)
        moderation.approve([comment], by=moderator)
        comment.refresh_from_db()
        return comment

    return published


Published = Callable[..., Comment]


def report(comment: Comment, *networks: str, reason: str = "abuse") -> None:
    for network in networks:
        flags.report(comment, reason=reason, network=network)


def status_of(comment: Comment) -> str:
    return Comment.objects.values_list("status", flat=True).get(pk=comment.pk)


def outcomes() -> list[str]:
    return list(Flag.objects.order_by("pk").values_list("outcome", flat=True))


def test_three_networks_return_a_comment_as_one_decision_of_nobody(published: Published) -> None:
    comment = published()
    report(comment, "a", "b")
    assert status_of(comment) == Status.APPROVED
    report(comment, "c")
    assert status_of(comment) == Status.PENDING
    decision = Decision.objects.get(verb="flag")
    assert (decision.by, decision.items.get().comment_id) == (None, comment.pk)
    assert outcomes() == ["open"] * 3
    assert counters.recount() == []


def test_one_network_speaks_once_and_unknown_ones_are_one_voice(published: Published) -> None:
    comment = published()
    report(comment, "a", "a", "a", "", "", "")
    report(comment, "a", reason="spam")
    assert outcomes() == ["open", "open"]
    assert status_of(comment) == Status.APPROVED


@pytest.mark.parametrize(("threshold", "after"), [(0, "approved"), (1, "pending"), (4, "approved")])
def test_owner_sets_how_many_it_takes(published: Published, threshold: int, after: str) -> None:
    SiteSettings(flags_return_after=threshold).save()
    comment = published()
    report(comment, "a")
    if status_of(comment) == Status.APPROVED:
        report(comment, "b", "c")
    assert status_of(comment) == after


@pytest.mark.parametrize("verb", [moderation.mark_as_spam, moderation.trash])
def test_moderator_who_agrees_upholds_and_undo_opens_again(
    published: Published, moderator: User, verb: Any
) -> None:
    comment = published()
    report(comment, "a")
    decision = verb([comment], by=moderator)
    assert outcomes() == ["upheld"]
    assert Flag.objects.get().settled_by == moderator
    moderation.undo(decision, by=moderator)
    assert outcomes() == ["open"]
    assert Flag.objects.get().settled_by is None


def test_what_was_approved_after_reports_does_not_return_for_the_same_reason(
    published: Published, moderator: User
) -> None:
    comment = published()
    report(comment, "a", "b", "c")
    moderation.approve([comment], by=moderator)
    assert outcomes() == ["overruled"] * 3
    report(comment, "d", "e", "f", "g")
    assert outcomes()[3:] == ["settled"] * 4
    assert status_of(comment) == Status.APPROVED
    report(comment, "h", "i", "j", reason="private")
    assert status_of(comment) == Status.PENDING


def test_undoing_the_return_overrules_too(published: Published, moderator: User) -> None:
    comment = published()
    report(comment, "a", "b", "c")
    undone = moderation.undo(Decision.objects.get(verb="flag"), by=moderator)
    assert status_of(comment) == Status.APPROVED
    assert outcomes() == ["overruled"] * 3
    assert undone is not None
    moderation.undo(undone, by=moderator)
    assert outcomes() == ["open"] * 3


def test_new_words_of_the_writer_can_be_reported_again(published: Published, moderator: User) -> None:
    comment = published()
    report(comment, "a")
    flags.dismiss(comment, by=moderator)
    Comment.objects.update(edited_at=timezone.now() + timedelta(seconds=1))
    report(comment, "b", "c", "d")
    assert status_of(comment) == Status.PENDING


def test_dismissing_keeps_the_comment_and_needs_the_right(published: Published, cast: Cast) -> None:
    comment = published()
    report(comment, "a", "b")
    with pytest.raises(PermissionDenied):
        flags.dismiss(comment, by=cast.author)
    assert flags.dismiss(comment, by=cast.moderator) == 2
    assert outcomes() == ["overruled"] * 2
    assert status_of(comment) == Status.APPROVED
    assert flags.dismiss(comment, by=cast.moderator) == 0


def test_networks_that_were_mostly_overruled_are_heard_no_more(published: Published, moderator: User) -> None:
    for number in range(2):
        comment = published(number)
        report(comment, "a", "b")
        flags.dismiss(comment, by=moderator)
    comment = published(2)
    report(comment, "a", "b", "c", "d")
    assert status_of(comment) == Status.APPROVED
    report(comment, "e")
    assert status_of(comment) == Status.PENDING


def test_a_crowd_cannot_empty_a_thread(published: Published, article: Article) -> None:
    comments = [published(number, author_email=f"r{number}@reader.example") for number in range(8)]
    for comment in comments:
        for number in range(flags.STORED_MAX + 5):
            with suppress(flags.NotReportable):
                flags.report(comment, reason="abuse", network=f"{comment.pk}-{number}")
    left = Comment.objects.approved().count()
    assert left == 8 - flags.RETURNS_PER_ARTICLE
    assert flags.reported().count() == left
    assert comments[-1].flags.count() == flags.STORED_MAX
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
        flags.report(comments[-1], reason="abuse", network="tomorrow")
    assert Comment.objects.approved().count() == left - 1
    assert counters.recount() == []


def test_answers_stay_when_what_they_answer_returns(published: Published) -> None:
    above = published()
    reply = published(1, parent=above)
    report(above, "a", "b", "c")
    assert status_of(reply) == Status.APPROVED


def test_words_of_the_sites_own_people_stay(receive: Receive, moderator: User) -> None:
    comment = receive(user=moderator)
    report(comment, "a", "b", "c", "d")
    assert status_of(comment) == Status.APPROVED


def test_network_that_reports_too_much_has_to_wait(published: Published) -> None:
    for number in range(5):
        report(published(number, author_email=f"r{number}@reader.example"), "a")
    comment = published(5, author_email="r5@reader.example")
    with pytest.raises(flags.TooManyReports) as refused:
        report(comment, "a")
    assert timedelta() < refused.value.retry_after <= timedelta(minutes=10)
    report(comment, "b")
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        report(comment, "a")
    assert comment.flags.count() == 2


def test_what_visitors_do_not_see_cannot_be_reported(
    receive: Receive, published: Published, cast: Cast, article: Article
) -> None:
    with pytest.raises(flags.NotReportable):
        report(receive(), "a")
    comment = published(1)
    publishing.unpublish(article, by=cast.editor)
    with pytest.raises(flags.NotReportable):
        report(comment, "a")
    assert not Flag.objects.exists()


@pytest.mark.parametrize(("reason", "words"), [("", ""), ("rude", ""), ("spam", "x" * 301)])
def test_bad_reports_are_refused(published: Published, reason: str, words: str) -> None:
    with pytest.raises(ValidationError):
        flags.report(published(), reason=reason, words=words, network="a")
    assert not Flag.objects.exists()


def test_words_are_stored_on_one_line(published: Published) -> None:
    flag = flags.report(published(), reason="other", words="a\x00b\r\n c\u0000", network="a")
    flag.refresh_from_db()
    assert flag.words == "a\N{REPLACEMENT CHARACTER}b c\N{REPLACEMENT CHARACTER}"


def test_networks_of_old_reports_are_forgotten_and_new_ones_kept(published: Published) -> None:
    comment = published()
    report(comment, "a", "b")
    assert retention.forget_reporters(timezone.now() + timedelta(days=29)) == 0
    assert retention.forget_reporters(timezone.now() + timedelta(days=31)) == 2
    assert retention.forget_reporters(timezone.now() + timedelta(days=31)) == 0
    assert not Flag.objects.filter(network__in=["a", "b"]).exists()
    assert Flag.objects.values("network").distinct().count() == 2
