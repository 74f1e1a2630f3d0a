"""Deciding: who may, what changes, and that everything adds up afterwards."""

import random
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from blog.articles.models import Article
from blog.comments import announcements, counters, moderation
from blog.comments.models import Comment, Decision, Status, StatusTally
from tests.cast import Cast

Several = Callable[[int], list[Comment]]
VERBS = (moderation.approve, moderation.mark_as_spam, moderation.trash, moderation.restore)


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", ["author", "editor"])
def test_others_may_not_decide(several: Several, cast: Cast, verb: Callable[..., object], role: str) -> None:
    comments = several(1)
    with pytest.raises(PermissionDenied):
        verb(comments, by=getattr(cast, role))
    assert statuses() == ["pending"]


def test_approval_is_logged_counted_and_announced(
    several: Several, cast: Cast, article: Article, django_capture_on_commit_callbacks
) -> None:
    heard: list[dict[str, object]] = []

    def hear(**facts: object) -> None:
        heard.append(facts)

    announcements.comment_decided.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        decision = moderation.approve(several(3), by=cast.moderator)
    announcements.comment_decided.disconnect(hear)
    assert decision is not None
    assert [fact["decision"] for fact in heard] == [decision]
    assert heard[0]["article_ids"] == {article.pk}
    assert set(decision.items.values_list("from_status", "to_status")) == {("pending", "approved")}
    article.refresh_from_db()
    assert article.approved_comment_count == 3
    assert counters.tallies() == {"pending": 0, "approved": 3, "spam": 0, "trash": 0}


def test_deciding_twice_is_one_decision(several: Several, cast: Cast) -> None:
    comments = several(2)
    assert moderation.approve(comments, by=cast.moderator)
    assert moderation.approve(comments, by=cast.administrator) is None
    assert Decision.objects.count() == 1
    assert not counters.recount()


def test_queryset_and_list_are_taken_alike(several: Several, cast: Cast) -> None:
    several(3)
    decision = moderation.mark_as_spam(Comment.objects.pending(), by=cast.moderator)
    assert decision is not None
    assert decision.items.count() == 3
    some = moderation.approve(Comment.objects.all()[:2], by=cast.moderator)
    assert some is not None
    assert some.items.count() == 2


def test_restored_comment_has_the_status_it_had(several: Several, cast: Cast) -> None:
    shown, waiting, spam = several(3)
    moderation.approve([shown], by=cast.moderator)
    moderation.mark_as_spam([spam], by=cast.moderator)
    moderation.trash([shown, waiting, spam], by=cast.moderator)
    moderation.restore([shown, waiting, spam], by=cast.moderator)
    assert statuses() == ["approved", "pending", "spam"]
    moderation.restore([spam], by=cast.moderator)
    assert statuses() == ["approved", "pending", "pending"]


def test_undo_brings_every_comment_back_to_where_it_was(
    several: Several, cast: Cast, article: Article
) -> None:
    comments = several(3)
    moderation.approve(comments[:1], by=cast.moderator)
    decision = moderation.mark_as_spam(comments, by=cast.moderator)
    assert decision is not None
    undone = moderation.undo(decision, by=cast.moderator)
    assert statuses() == ["approved", "pending", "pending"]
    assert undone is not None
    assert undone.undoes == decision
    assert moderation.undo(decision, by=cast.moderator) is None, "only once"
    assert not counters.recount()


def test_undo_leaves_alone_what_was_decided_again(several: Several, cast: Cast) -> None:
    comments = several(2)
    decision = moderation.mark_as_spam(comments, by=cast.moderator)
    moderation.approve(comments[:1], by=cast.administrator)
    assert decision is not None
    moderation.undo(decision, by=cast.moderator)
    assert statuses() == ["approved", "pending"]


def test_others_may_not_undo(several: Several, cast: Cast) -> None:
    decision = moderation.approve(several(1), by=cast.moderator)
    assert decision is not None
    with pytest.raises(PermissionDenied):
        moderation.undo(decision, by=cast.editor)
    assert statuses() == ["approved"]


@pytest.mark.parametrize("seed", range(8))
def test_counts_hold_after_any_sequence_of_verbs(several: Several, cast: Cast, seed: int) -> None:
    chance = random.Random(seed)
    comments = several(5)
    for _ in range(25):
        if chance.random() < 0.2 and Decision.objects.exists():
            moderation.undo(chance.choice(list(Decision.objects.all())), by=cast.moderator)
        elif chance.random() < 0.1:
            moderation.purge(chance.sample(comments, 2), by=cast.administrator)
        else:
            chance.choice(VERBS)(chance.sample(comments, chance.randint(1, 5)), by=cast.moderator)
        assert counters.recount() == []


def test_only_administrators_purge_and_only_the_trash(several: Several, cast: Cast) -> None:
    trashed, kept = several(2)
    moderation.trash([trashed], by=cast.moderator)
    with pytest.raises(PermissionDenied):
        moderation.purge([trashed], by=cast.moderator)
    assert moderation.purge([trashed, kept], by=cast.administrator) == 1
    assert Comment.objects.get() == kept
    assert not counters.recount()


def test_purge_spares_what_somebody_answered(receive: Callable[..., Comment], cast: Cast) -> None:
    first = receive()
    moderation.approve([first], by=cast.moderator)
    second = receive(parent=first, body="Yes")
    moderation.approve([second], by=cast.moderator)
    third = receive(parent=second, body="No")
    moderation.trash([first, second], by=cast.moderator)
    assert moderation.purge([first, second], by=cast.administrator) == 0
    moderation.trash([third], by=cast.moderator)
    assert moderation.purge([first, second, third], by=cast.administrator) == 3
    assert not counters.recount()


def test_article_takes_its_threads_along(
    receive: Callable[..., Comment], cast: Cast, article: Article
) -> None:
    first = receive()
    moderation.approve([first], by=cast.moderator)
    receive(parent=first, body="Yes")
    Comment.objects.filter(article=article).delete()
    assert not Comment.objects.exists()


def test_drifted_count_is_found_and_repaired(several: Several, cast: Cast, article: Article, capsys) -> None:
    moderation.approve(several(2), by=cast.moderator)
    StatusTally.objects.filter(status=Status.APPROVED).update(count=7)
    Article.objects.filter(pk=article.pk).update(approved_comment_count=0)
    assert {(d.article_id, d.stored, d.counted) for d in counters.recount()} == {
        (None, 7, 2),
        (article.pk, 0, 2),
    }
    with pytest.raises(SystemExit):
        call_command("recount_comments")
    call_command("recount_comments", repair=True)
    assert counters.recount() == []
    call_command("recount_comments")
    assert "every count is right" in capsys.readouterr().out


def test_drifted_count_keeps_nobody_from_deciding(several: Several, cast: Cast) -> None:
    comments = several(2)
    StatusTally.objects.update(count=0)
    assert moderation.approve(comments, by=cast.moderator)
    assert counters.tallies()["pending"] == 0
