"""A flood: what is refused costs no write, the queue grows no further than its cap, and people still get in."""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from unittest.mock import patch

import altcha
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.articles.models import Article
from blog.comments import attack, moderation, proofs, submission
from blog.comments.models import AttackPeriod, Comment, SpentProof, Status
from blog.comments.spam.evidence import Evidence
from blog.comments.submission import QueueIsFull, TooManyComments
from blog.lib.refusal_log import RefusalPace
from blog.site.models import SiteSettings
from tests.cast import Cast

Receive = Callable[..., Comment]
CAP = 30


@pytest.fixture
def flooded(receive: Receive) -> Callable[..., dict[str, int]]:
    """Return `flooded(...)`: many posts within a minute; how many were taken, and refused as what."""

    def flooded(
        count: int, *, start: datetime, network: Callable[[int], str], seconds: float = 60, mark: str = ""
    ) -> dict[str, int]:
        outcome = {"taken": 0, "TooManyComments": 0, "QueueIsFull": 0}
        for number in range(count):
            now = start + timedelta(seconds=seconds * number / count)
            words = (
                f"Sample {mark} {number * 7919} of {number}: {'abcdefghij'[number % 10] * 9} {number % 97}"
            )
            try:
                comment = receive(
                    body=words,
                    author_email=f"w{number}{mark}@many.example",
                    evidence=Evidence(network=network(number)),
                    now=now,
                )
                attack.notice(comment)
                outcome["taken"] += 1
            except TooManyComments as refused:
                outcome[type(refused).__name__] += 1
        return outcome

    return flooded


@pytest.fixture(autouse=True)
def _fresh_counters() -> Iterator[None]:
    with patch.object(attack, "_refusals", attack.Refusals()):
        yield


def one(number: int) -> str:
    return "a" * 64


def many(number: int) -> str:
    return f"{number:064x}"


def answered(now: datetime) -> str:
    """Return the nonce of a puzzle as the door hands it on once solved."""
    return str(proofs.challenge(now=now)["parameters"]["nonce"])


def writes(captured: CaptureQueriesContext) -> list[str]:
    return [q["sql"] for q in captured if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_thousand_posts_from_one_network_leave_five_and_let_others_in(
    receive: Receive, flooded: Callable[..., dict[str, int]]
) -> None:
    start = timezone.now()
    assert flooded(1000, start=start, network=one) == {"taken": 5, "TooManyComments": 995, "QueueIsFull": 0}
    now = start + timedelta(minutes=1)
    honest = receive(body="I grew up on that shore.", evidence=Evidence(network="b" * 64), now=now)
    assert honest.status == Status.PENDING
    assert Comment.objects.count() == 6
    assert attack.is_calm(now), "one network is stopped by its own limit"


def test_refused_post_writes_nothing_and_locks_nothing(receive: Receive, flooded: Any) -> None:
    start = timezone.now()
    flooded(6, start=start, network=one)
    with CaptureQueriesContext(connection) as captured, pytest.raises(TooManyComments):
        receive(body="One more", evidence=Evidence(network=one(0)), now=start + timedelta(minutes=1))
    assert writes(captured) == []
    assert not any("SAVEPOINT" in query["sql"] or "BEGIN" in query["sql"] for query in captured)
    assert len(captured) <= 4


def test_refused_post_keeps_its_text_and_says_when_to_come_back(send: Callable[..., Any]) -> None:
    for number in range(5):
        assert send(body=f"Number {number}").status_code == 303
    with CaptureQueriesContext(connection) as captured:
        answer = send(body="The words that must not be lost")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 600
    assert b"The words that must not be lost" in answer.content
    assert writes(captured) == []
    assert len(captured) <= 8
    assert send(body="Number 4").status_code == 303, "sent twice, it is there already"
    assert send(body="From elsewhere", address="198.51.100.7").status_code == 303


def test_flood_from_many_networks_is_noticed_capped_and_over(
    receive: Receive, flooded: Callable[..., dict[str, int]]
) -> None:
    SiteSettings(queue_cap=CAP).save()
    start = timezone.now()
    outcome = flooded(400, start=start, network=many)
    assert outcome == {"taken": CAP, "TooManyComments": 0, "QueueIsFull": 400 - CAP}
    period = AttackPeriod.objects.get()
    assert (period.cause, period.began_at < start + timedelta(seconds=4)) == ("many", True)
    # What was refused within the last seconds is told with the next refusal.
    assert 330 <= period.refused <= 400 - CAP
    now = start + timedelta(minutes=1)
    assert not attack.is_calm(now)
    person = partial(receive, body="I grew up on that shore.", now=now)
    with pytest.raises(QueueIsFull) as refusal:
        person(evidence=Evidence(network="b" * 64))
    assert refusal.value.retry_after == timedelta(minutes=10)
    assert person(evidence=Evidence(network="b" * 64, proof=answered(now))).status == Status.PENDING
    assert Comment.objects.count() == CAP + 1
    assert attack.is_calm(now + attack.BOX), "nobody had to lift it"
    later = start + timedelta(minutes=61)
    assert person(body="And another thing.", now=later, evidence=Evidence(network="c" * 64)).pk
    assert AttackPeriod.objects.count() == 1


def test_attack_lasts_as_long_as_posts_are_refused(flooded: Callable[..., dict[str, int]]) -> None:
    SiteSettings(queue_cap=CAP).save()
    start = timezone.now()
    for minute in range(0, 24, 4):
        at = start + timedelta(minutes=minute)
        flooded(30, start=at, network=many, mark=f"m{minute}")
    period = AttackPeriod.objects.get()
    assert start + timedelta(minutes=34) <= period.ends_at <= start + timedelta(minutes=37)


def test_proofs_do_not_open_the_gate_for_floods(receive: Receive, flooded: Any) -> None:
    SiteSettings(queue_cap=CAP).save()
    start = timezone.now()
    flooded(CAP, start=start, network=many)
    now = start + timedelta(minutes=1)
    spent = answered(now)
    receive(body="First", evidence=Evidence(network="b" * 64, proof=spent), now=now)
    assert SpentProof.objects.get().pk == spent
    with pytest.raises(QueueIsFull):
        receive(body="The same proof again", evidence=Evidence(network="c" * 64, proof=spent), now=now)
    for number in range(2):
        receive(body=f"n{number}", evidence=Evidence(network="b" * 64, proof=answered(now)), now=now)
    with pytest.raises(QueueIsFull):
        receive(body="A fourth", evidence=Evidence(network="b" * 64, proof=answered(now)), now=now)
    for number in range(CAP - 3):
        receive(body=f"p{number}", evidence=Evidence(network=many(number), proof=answered(now)), now=now)
    with pytest.raises(QueueIsFull):
        receive(body="Too many", evidence=Evidence(network="d" * 64, proof=answered(now)), now=now)
    assert Comment.objects.count() == 2 * CAP


def test_likely_spam_is_a_flood_at_half_the_number(receive: Receive) -> None:
    start = timezone.now()
    links = " ".join(f"https://{n}.example" for n in range(9))
    for number in range(10):
        words = f"Cheap watches {number} {links}"
        evidence = Evidence(network=many(number), form_age_seconds=0.5)
        attack.notice(receive(body=words, evidence=evidence, now=start + timedelta(seconds=number)))
        assert AttackPeriod.objects.exists() == (number == 9)
    assert AttackPeriod.objects.get().cause == "spam"


def test_busy_hour_of_a_busy_site_is_no_flood(
    receive: Receive, flooded: Callable[..., dict[str, int]], article: Article
) -> None:
    SiteSettings(queue_cap=CAP).save()
    start = timezone.now()
    # Ten a minute are usual here.
    Comment.objects.bulk_create(
        Comment(
            article=article,
            status=Status.APPROVED,
            body_digest="",
            submitted_at=start - attack.HOUR - timedelta(seconds=6 * number),
        )
        for number in range(attack.USUAL_FROM)
    )
    assert attack.usual_a_minute(start) == pytest.approx(10, rel=0.01)
    assert flooded(60, start=start, network=many)["taken"] == 60
    assert attack.is_calm(start + timedelta(minutes=1))


def test_owner_lifts_it_and_the_counters_obey(cast: Cast, flooded: Callable[..., dict[str, int]]) -> None:
    start = timezone.now()
    flooded(25, start=start, network=many)
    now = start + timedelta(minutes=1)
    with pytest.raises(PermissionDenied):
        attack.lift(by=cast.author, now=now)
    assert attack.lift(by=cast.moderator, now=now)
    assert not attack.lift(by=cast.moderator, now=now)
    flooded(60, start=now + timedelta(seconds=1), network=many, mark="again")
    assert attack.is_calm(now + timedelta(minutes=1))
    with pytest.raises(PermissionDenied):
        attack.switch_on(by=cast.author, now=now)
    period = attack.switch_on(by=cast.moderator, now=now + timedelta(minutes=2))
    assert period.ends_at == now + timedelta(minutes=62)


def test_moderators_write_whatever_comes_in(receive: Receive, flooded: Any, cast: Cast) -> None:
    SiteSettings(queue_cap=CAP).save()
    start = timezone.now()
    flooded(CAP, start=start, network=many)
    answer = receive(body="Calm down.", user=cast.moderator, now=start + timedelta(minutes=1))
    assert answer.status == Status.APPROVED


def test_decided_comments_still_fill_the_hour(receive: Receive, flooded: Any, cast: Cast) -> None:
    SiteSettings(queue_cap=CAP).save()
    start = timezone.now()
    flooded(CAP, start=start, network=many)
    moderation.trash(Comment.objects.all(), by=cast.moderator)
    with pytest.raises(QueueIsFull):
        receive(body="One more", now=start + timedelta(minutes=1))


@pytest.fixture
def solved(client: Client, cast: Cast) -> str:
    """Return the answer a browser sends, to a puzzle of the address it asks."""
    attack.switch_on(by=cast.moderator)
    with patch.object(proofs, "COST", 1):
        told = client.get("/comments/form-time/").json()["challenge"]
    puzzle = altcha.Challenge.from_dict(told)
    found = altcha.solve_challenge(puzzle)
    assert found
    return str(altcha.Payload(puzzle, found).to_base64())


@pytest.fixture
def cheap() -> Iterator[None]:
    with patch.object(proofs, "COST", 1):
        yield


@pytest.mark.usefixtures("cheap")
def test_full_queue_takes_who_proves_work(send: Callable[..., Any], solved: str, client: Client) -> None:
    SiteSettings(queue_cap=CAP).save()
    with (
        patch.object(submission.admission, "UNREAD", (Status.PENDING,)),
        patch.object(SiteSettings, "current", classmethod(lambda cls: cls(pk=1, queue_cap=1))),
    ):
        assert send(body="The first", address="198.51.100.7").status_code == 303
        refused = send(body="Words to keep")
        assert refused.status_code == 503
        assert refused["Retry-After"] == "600"
        assert b"Words to keep" in refused.content
        assert b"please send it again a little later" in refused.content
        assert send(body="Words to keep", proof=solved).status_code == 303
    assert Comment.objects.count() == 2


@pytest.mark.usefixtures("cheap")
def test_answers_are_right_ours_and_fresh(solved: str) -> None:
    now = timezone.now()
    assert len(proofs.read(solved, now=now)) == 32
    assert proofs.read(solved, now=now + proofs.VALID) == ""
    with time_machine.travel(time.time() + 3700, tick=False):
        assert proofs.read(solved, now=now) == ""
    with patch.object(proofs, "_key", lambda: b"another site"):
        assert proofs.read(solved, now=now) == ""
    with patch.object(proofs, "PREFIX", "ffff"):
        assert proofs.read(solved, now=now) == "", "an easier puzzle of another time"
    right = altcha.Payload.from_base64(solved)
    right.solution.counter += 1
    assert proofs.read(right.to_base64(), now=now) == ""


@pytest.mark.parametrize("answer", ["", "x", "e30=", "bnVsbA==", "é", "A" * 5000, "[" * 1900, "\x00", "W10="])
def test_nonsense_proves_nothing(answer: str) -> None:
    assert proofs.read(answer, now=timezone.now()) == ""


@pytest.mark.django_db
def test_no_puzzle_is_given_in_calm_times(client: Client) -> None:
    assert client.get("/comments/form-time/").json()["challenge"] is None


@pytest.mark.usefixtures("cheap")
def test_people_prove_work_where_the_owner_lifted_it_and_the_flood_goes_on(
    client: Client, receive: Receive, flooded: Any, cast: Cast
) -> None:
    SiteSettings(queue_cap=CAP).save()
    flooded(CAP // 2 - 1, start=timezone.now(), network=many, seconds=0)
    assert client.get("/comments/form-time/").json()["challenge"] is None
    flooded(CAP, start=timezone.now(), network=many, seconds=0, mark="again")
    now = timezone.now()
    assert attack.lift(by=cast.moderator, now=now)
    flooded(CAP, start=now, network=many, seconds=0, mark="still")
    assert attack.is_calm(now)
    assert client.get("/comments/form-time/").json()["challenge"], (
        "the queue is full, so what comes next needs a proof"
    )
    with pytest.raises(QueueIsFull):
        receive(body="An honest word", evidence=Evidence(network="b" * 64), now=now)
    honest = receive(body="An honest word", evidence=Evidence(network="b" * 64, proof=answered(now)), now=now)
    assert honest.status == Status.PENDING


def test_refused_flood_is_a_line_in_the_log(
    send: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    with patch.object(logging.getLogger("django.request"), "filters", [RefusalPace()]):
        for number in range(12):
            send(body=f"Number {number}")
    assert [(record.levelname, record.name) for record in caplog.records] == [("WARNING", "django.request")]
