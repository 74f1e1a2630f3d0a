"""What is forgotten after its time, and what must go on working without it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.articles.models import Article
from blog.comments import campaigns, learning, moderation, rehearsal, retention
from blog.comments.models import Comment, LearnedDecision, SpentProof, Status, Trace
from blog.comments.spam.evidence import Evidence, Trap
from blog.site import upkeep
from blog.site.models import SiteSettings
from tests.cast import Cast

Receive = Callable[..., Comment]
TODAY = timezone.now()
LONG_AGO = TODAY - timedelta(days=61)
TEXT = "Cheap watches and cheaper handbags at https://shop.example every single day"


@pytest.fixture(autouse=True)
def _published_before(article: Article) -> None:
    article.publish_at = LONG_AGO - timedelta(days=1)
    article.save(update_fields=["publish_at"])


@pytest.fixture
def old_spam(receive: Receive, cast: Cast) -> Comment:
    """Return spam that a moderator marked as such 61 days ago, and that was learned."""
    comment = receive(body=TEXT, evidence=Evidence(network="a" * 64), now=LONG_AGO)
    decision = moderation.mark_as_spam([comment], by=cast.moderator, now=LONG_AGO)
    assert decision
    learning.learn(decision.pk, now=LONG_AGO + timedelta(hours=1))
    return comment


def kept(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def test_networks_are_forgotten_at_their_age(receive: Receive) -> None:
    SiteSettings(network_days=10).save()
    old = receive(evidence=Evidence(network="a" * 64), now=TODAY - timedelta(days=10, seconds=1))
    young = receive(body="Later", evidence=Evidence(network="a" * 64), now=TODAY - timedelta(days=9))
    assert retention.forget_networks(TODAY) == 1
    assert (kept(old).network, kept(young).network) == ("", "a" * 64)
    assert retention.forget_networks(TODAY) == 0


def test_text_of_old_spam_goes_and_its_fingerprints_stay(old_spam: Comment) -> None:
    before = kept(old_spam)
    assert retention.reduce_spam(TODAY) == 1
    after = kept(old_spam)
    assert (after.body, after.html, after.status) == ("", "", Status.SPAM)
    assert after.body_digest == before.body_digest
    assert Trace.objects.filter(comment=after, kind="text").count() == campaigns.MIN_HASHES
    assert Trace.objects.filter(comment=after, value="shop.example").exists()
    assert LearnedDecision.objects.get(comment=after).is_spam
    assert after.readable == "[text removed after 61 days]"
    assert retention.reduce_spam(TODAY) == 0


def test_nothing_else_is_reduced(receive: Receive, cast: Cast) -> None:
    hidden = receive(body="Hidden", evidence=Evidence(trap=Trap.FILLED), now=LONG_AGO)
    approved = receive(body="Approved", now=LONG_AGO)
    moderation.approve([approved], by=cast.moderator, now=LONG_AGO)
    waiting = receive(body="Waiting", now=LONG_AGO)
    judged_late = receive(body="Decided yesterday", now=LONG_AGO)
    moderation.mark_as_spam([judged_late], by=cast.moderator, now=TODAY - timedelta(days=1))
    young = receive(body="Young", evidence=Evidence(trap=Trap.FILLED), now=TODAY - timedelta(days=59))
    assert retention.reduce_spam(TODAY) == 1
    assert kept(hidden).body == ""
    assert all(kept(comment).body for comment in (approved, waiting, judged_late, young))


def test_reduced_spam_does_not_come_back_and_the_desk_says_why(
    old_spam: Comment, cast: Cast, client: Client
) -> None:
    decision = old_spam.decision_items.get().decision
    retention.reduce_spam(TODAY)
    assert moderation.restore([old_spam], by=cast.moderator) is None
    assert moderation.approve([old_spam], by=cast.moderator) is None
    client.force_login(cast.moderator)
    page = f"/admin/blog/comment/{old_spam.pk}/"
    answer = client.post(f"{page}decide/", {"verb": "restore"}, headers={"Accept": "application/json"})
    assert answer.json()["said"] == "It cannot come back: its text was removed because it was old spam."
    answer = client.post(f"/admin/blog/comment/undo/{decision.pk}/", headers={"Accept": "application/json"})
    assert "cannot come back" in answer.json()["said"]
    assert kept(old_spam).status == Status.SPAM
    for address in (
        f"{page}change/",
        "/admin/blog/comment/?status=spam",
        f"/admin/blog/filterstate/why/{old_spam.pk}/",
    ):
        assert b"[text removed after 61 days]" in client.get(address).content
    assert moderation.trash([old_spam], by=cast.moderator)
    assert moderation.restore([old_spam], by=cast.moderator)
    assert kept(old_spam).status == Status.SPAM, "back to where it was, which is no page"


def test_filter_and_campaigns_go_on_without_the_text(old_spam: Comment, receive: Receive, cast: Cast) -> None:
    retention.reduce_spam(TODAY)
    learned = learning.classifier().ledger.decisions
    newcomer = receive(body=TEXT, author_email="other@many.example", now=TODAY)
    assert newcomer.reasons.filter(check_name="repeated-text").exists(), "its digest is known"
    decision = moderation.trash([old_spam], by=cast.moderator)
    assert decision
    learning.learn(decision.pk, now=TODAY + timedelta(hours=1))
    assert learning.classifier().ledger.decisions == learned


def test_rehearsal_passes_over_texts_that_are_gone(old_spam: Comment) -> None:
    retention.reduce_spam(TODAY)
    assert list(rehearsal.rehearse()) == [(1, 1)]
    assert LearnedDecision.objects.get(comment=old_spam).is_spam


def test_upkeep_runs_every_job_in_short_steps_and_keeps_a_log(
    receive: Receive, monkeypatch: pytest.MonkeyPatch, client: Client, cast: Cast
) -> None:
    monkeypatch.setattr(upkeep, "CHUNK", 2)
    for number in range(5):
        receive(body=f"n{number}", evidence=Evidence(network=f"{number:064}", trap=Trap.FILLED), now=LONG_AGO)
        SpentProof.objects.create(nonce=f"{number}", expires_at=LONG_AGO)
    SpentProof.objects.create(nonce="fresh", expires_at=TODAY + timedelta(minutes=1))
    with CaptureQueriesContext(connection) as captured:
        run = upkeep.run(now=TODAY, breath=0)
    assert run
    assert run.problem == ""
    assert {name: run.done[name] for name in ("networks", "spam_texts", "proofs")} == {
        "networks": 5,
        "spam_texts": 5,
        "proofs": 5,
    }
    assert SpentProof.objects.get().pk == "fresh"
    updates = [query["sql"] for query in captured if query["sql"].startswith('UPDATE "blog_comment"')]
    assert len(updates) == 6, "three steps for five rows, twice"
    again = upkeep.run(now=TODAY, breath=0)
    assert again
    assert not any(again.done.values())
    assert upkeep.run(now=TODAY + timedelta(minutes=29), if_due=True) is None
    client.force_login(cast.administrator)
    assert b"Texts of spam let go: 5" in client.get("/admin/blog/upkeeprun/").content


def test_job_that_fails_keeps_no_other_from_running(
    receive: Receive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(now: Any) -> int:
        raise RuntimeError

    monkeypatch.setattr(upkeep, "_jobs", {"broken": upkeep.Job("Broken", fail), **upkeep._jobs})
    receive(evidence=Evidence(network="a" * 64), now=LONG_AGO)
    run = upkeep.run(now=TODAY, breath=0)
    assert run
    assert (run.problem, run.done["networks"]) == ("broken: RuntimeError", 1)
