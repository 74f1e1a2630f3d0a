"""Learning from decisions on a site: when, how often, what is taken back, and what follows for newcomers."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.articles.models import Article
from blog.comments import judging, learning, moderation
from blog.comments.models import Comment, Decision, FilterOpinion, FilterState, LearnedDecision, Reason
from blog.comments.spam.classifier import Classifier
from blog.comments.spam.evidence import Evidence, Trap
from blog.site.models import SiteSettings
from tests.comments.spam import samples

Receive = Callable[..., Comment]
LATER = timedelta(minutes=2)


@pytest.fixture(autouse=True)
def no_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep chance out: what the filter hides stays hidden."""
    monkeypatch.setattr(judging, "is_audit", lambda comment: False)


def learn(decision: Decision | None) -> None:
    assert decision is not None
    assert learning.learn(decision.pk, now=decision.at + LATER) is None


def labels() -> dict[int, bool]:
    return dict(LearnedDecision.objects.values_list("comment_id", "is_spam"))


def decisions() -> int:
    return learning.classifier().ledger.decisions


def stored(article: Article, kind: Callable[[random.Random], Any], seed: int) -> Comment:
    sent = kind(random.Random(seed))
    return Comment.objects.create(
        article=article,
        author_name=sent.author or "Best Cheap Store",
        author_email=f"p{seed}@reader.example",
        body=sent.text,
        html="",
        body_digest=str(seed),
        submitted_at=timezone.now(),
    )


@pytest.fixture
def taught(article: Article, moderator: User) -> None:
    """A filter that has learned 80 good and 60 spam comments, in turns."""
    good = [stored(article, samples.good, seed) for seed in range(80)]
    spam = [stored(article, samples.spam, seed) for seed in range(100, 160)]
    moderation.approve(good, by=moderator)
    moderation.mark_as_spam(spam, by=moderator)
    order = [c.pk for c in good + spam]
    random.Random(1).shuffle(order)
    learning.learn_comments(order, now=timezone.now())


def test_decision_is_learned_once_and_only_after_the_undo_window(receive: Receive, moderator: User) -> None:
    comment = receive()
    decision = moderation.approve([comment], by=moderator)
    assert decision is not None
    learning.learn(decision.pk, now=decision.at + learning.UNDO_WINDOW - timedelta(seconds=1))
    assert labels() == {}
    learn(decision)
    state = FilterState.objects.get()
    learn(decision)
    assert labels() == {comment.pk: False}
    assert (state.decisions, decisions()) == (1, 1)
    assert FilterState.objects.get().digest == state.digest


def test_what_was_undone_within_the_window_is_never_learned(receive: Receive, moderator: User) -> None:
    first = moderation.mark_as_spam([receive()], by=moderator)
    assert first is not None
    undone = moderation.undo(first, by=moderator)
    learn(first)
    learn(undone)
    assert labels() == {}
    assert not FilterState.objects.exists()


def test_correction_is_learned_in_place_of_the_mistake(receive: Receive, moderator: User) -> None:
    comment = receive()
    learn(moderation.approve([comment], by=moderator))
    learn(moderation.mark_as_spam([comment], by=moderator))
    assert labels() == {comment.pk: True}
    learner = learning.classifier().learner
    assert (learner.decided[True], learner.decided[False], decisions()) == (1, 0, 1)


def test_comment_that_waits_again_is_forgotten_and_trash_changes_nothing(
    receive: Receive, moderator: User
) -> None:
    comment = receive()
    learn(moderation.mark_as_spam([comment], by=moderator))
    learn(moderation.trash([comment], by=moderator))
    assert labels() == {comment.pk: True}
    learn(moderation.restore([comment], by=moderator))
    assert labels() == {comment.pk: True}
    learn(moderation.restore([comment], by=moderator))
    assert labels() == {}
    assert decisions() == 0


def test_moderators_own_comments_teach_nothing(receive: Receive, moderator: User) -> None:
    receive(user=moderator)
    learn(Decision.objects.get())
    assert labels() == {}


def test_long_decision_is_learned_in_parts(
    several: Any, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "CHUNK", 2)
    decision = moderation.mark_as_spam(several(5), by=moderator)
    assert decision is not None
    last, parts = 0, 0
    while last is not None:
        last = learning.learn(decision.pk, after=last, now=decision.at + LATER)
        parts += 1
    assert (parts, len(labels()), decisions()) == (3, 5, 5)


@pytest.mark.django_db(transaction=True)
def test_decision_puts_its_lesson_in_line_for_later(receive: Receive, moderator: User) -> None:
    with override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}):
        decision = moderation.approve([receive()], by=moderator)
    assert decision is not None
    waiting = DBTaskResult.objects.get(task_path="blog.comments.learning.learn_in_turn")
    assert waiting.run_after == decision.at + learning.UNDO_WINDOW
    assert waiting.args_kwargs["args"] == [decision.pk, 0]
    assert waiting.priority == learning.LOW_PRIORITY


def test_learner_that_was_overtaken_begins_again_from_the_newer_state(
    several: Any, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = several(2)
    first = moderation.approve([one], by=moderator)
    second = moderation.mark_as_spam([other], by=moderator)
    save, calls = learning._save, []

    def overtaken(*args: Any) -> bool:
        calls.append(args[0])
        if len(calls) == 1:
            learn(second)
        return save(*args)

    monkeypatch.setattr(learning, "_save", overtaken)
    learn(first)
    assert labels() == {one.pk: False, other.pk: True}
    assert decisions() == FilterState.objects.get().decisions == 2
    assert len(calls) == 3


def test_learner_that_is_always_overtaken_gives_up_without_a_trace(
    receive: Receive, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = moderation.approve([receive()], by=moderator)
    monkeypatch.setattr(learning, "_save", lambda *args: False)
    with pytest.raises(learning.Overtaken):
        learn(decision)
    assert labels() == {}


@pytest.mark.parametrize("trouble", [learning.Overtaken, OperationalError])
def test_lesson_that_failed_is_put_in_line_again(
    trouble: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(learning, "learn", Mock(side_effect=trouble))
    monkeypatch.setattr(learning, "enqueue", lambda *args, not_before: asked.append((*args, not_before)))
    learning.learn_in_turn.call(7, 40)
    ((decision, after, when),) = asked
    assert (decision, after) == (7, 40)
    assert when > timezone.now() + timedelta(minutes=1)


def test_landing_figures_follow_each_lesson(receive: Receive, moderator: User) -> None:
    learn(moderation.mark_as_spam([receive()], by=moderator))
    state = FilterState.objects.get()
    assert (state.spam, state.caught, state.good, state.hidden) == (1, 0, 0, 0)


def test_unreadable_state_stops_no_comment(receive: Receive, caplog: pytest.LogCaptureFixture) -> None:
    FilterState.objects.create(pk=1, digest="of another version", state=b"OSF\xff and more")
    assert receive().status == "pending"
    assert "begins anew" in caplog.text


@pytest.mark.usefixtures("taught")
def test_near_copy_of_spam_is_hidden_and_good_comments_are_not(receive: Receive) -> None:
    chance = random.Random(7)
    for number in range(4):
        sent = samples.spam(chance)
        hidden = receive(body=sent.text, author_name="Best Cheap Store", author_email=f"s{number}@x.example")
        assert (hidden.status, hidden.verdict) == ("spam", "spam")
        good = samples.good(chance)
        shown = receive(body=good.text, author_name="Ann", author_email=f"g{number}@x.example")
        assert shown.status == "pending"
        assert not FilterOpinion.objects.get(comment=shown).hides
    assert list(FilterOpinion.objects.get(comment=hidden).nearest)


@pytest.mark.usefixtures("taught")
def test_reasons_add_up_and_say_what_would_be_without_them(receive: Receive) -> None:
    comment = receive(body=samples.spam(random.Random(3)).text, author_name="Best Cheap Store")
    reasons = list(comment.reasons.all())
    assert sum(reason.weight for reason in reasons) == pytest.approx(comment.score)
    assert {"learned-word", "learned-rest"} <= {reason.check_name for reason in reasons}
    assert {reason.without for reason in reasons} <= {"ham", "unsure", "spam"}


@pytest.mark.usefixtures("taught")
def test_owner_may_have_nothing_hidden(receive: Receive) -> None:
    settings = SiteSettings.current()
    settings.filter_hide_one_in = 0
    settings.save()
    comment = receive(body=samples.spam(random.Random(3)).text, author_name="Best Cheap Store")
    assert comment.status == "pending"
    assert not FilterOpinion.objects.get(comment=comment).hides
    assert receive(body="Filled.", evidence=Evidence(trap=Trap.FILLED)).status == "spam"


def test_nothing_is_hidden_before_there_are_decisions_enough(
    article: Article, receive: Receive, moderator: User
) -> None:
    spam = [stored(article, samples.spam, seed) for seed in range(19)]
    learn(moderation.mark_as_spam(spam, by=moderator))
    comment = receive(body=samples.spam(random.Random(3)).text, author_name="Best Cheap Store")
    assert comment.status == "pending"


def test_one_in_two_hundred_is_drawn_and_nobody_can_tell_which(
    article: Article, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    comments = [Comment(article=article, body_digest=str(number)) for number in range(20_000)]
    drawn = [comment.body_digest for comment in comments if judging.is_audit(comment)]
    assert 60 < len(drawn) < 145
    assert drawn == [comment.body_digest for comment in comments if judging.is_audit(comment)]
    settings.SECRET_KEY = "another key that is long enough for the tests of it"
    assert drawn != [comment.body_digest for comment in comments if judging.is_audit(comment)]


def test_drawn_comment_waits_and_says_why(receive: Receive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "is_audit", lambda comment: True)
    comment = receive(evidence=Evidence(trap=Trap.FILLED))
    assert (comment.status, comment.verdict) == ("pending", "spam")
    assert Reason.objects.filter(comment=comment, check_name="audit-sample").exists()
    assert FilterOpinion.objects.get(comment=comment).is_audit


@pytest.mark.usefixtures("taught")
def test_rehearsal_learns_all_decisions_anew(capsys: pytest.CaptureFixture[str]) -> None:
    long_ago = timezone.now() - timedelta(days=1)
    Comment.objects.update(decided_at=long_ago)
    FilterState.objects.update(state=Classifier().to_bytes(), digest="lost")
    call_command("rehearse_filter")
    assert "140 of 140 decisions learned" in capsys.readouterr().out
    assert decisions() == FilterState.objects.get().decisions == 140
    assert LearnedDecision.objects.count() == 140
    call_command("rehearse_filter", last=50)
    assert decisions() == 50
    with pytest.raises(CommandError):
        call_command("rehearse_filter", last=0)


def test_rehearsal_leaves_out_what_can_still_be_undone(receive: Receive, moderator: User) -> None:
    moderation.approve([receive()], by=moderator)
    call_command("rehearse_filter")
    assert labels() == {}
    assert isinstance(FilterState.objects.get().updated_at, datetime)
