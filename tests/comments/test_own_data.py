"""Everything under an address: shown, handed out and erased for its owner, and for nobody else."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from blog.comments import commenters, counters, moderation, own_data, subscriptions
from blog.comments.models import Comment, Commenter, Reason, Subscription
from blog.mail import links
from blog.mail.models import OutgoingMail
from tests.cast import Cast

Receive = Callable[..., Comment]
MINE = "jonas@reader.example"


@pytest.fixture
def theirs(receive: Receive) -> Comment:
    """A comment of somebody else, whose address contains the other one."""
    return receive(body="Not his.", author_name="Asta", author_email=f"not{MINE}")


def ask(client: Client, email: str) -> Any:
    return client.post("/mail/my-data/", {"email": email})


def test_known_and_unknown_addresses_get_the_same_answer(receive: Receive, client: Client) -> None:
    receive()
    known, unknown = ask(client, MINE), ask(client, "nobody@reader.example")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == [MINE]


def test_address_is_mailed_twice_a_day_at_most(receive: Receive, client: Client) -> None:
    receive()
    answers = {ask(client, MINE).content for _ in range(4)}
    assert len(answers) == 1
    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize("email", ["", "x", "a@b\r\nBcc: c@d.example"])
def test_what_is_no_address_is_refused(db: None, client: Client, email: str) -> None:
    response = ask(client, email)
    assert response.status_code == 400
    assert not OutgoingMail.objects.exists()


def test_link_in_the_mail_hands_out_all_and_only_own_comments(
    receive: Receive, client: Client, cast: Cast, theirs: Comment
) -> None:
    first = receive()
    second = receive(body="Spam or not", author_email=MINE.upper(), author_name="J")
    moderation.approve([first], by=cast.moderator)
    moderation.mark_as_spam([second], by=cast.moderator)
    ask(client, MINE)
    (path,) = re.findall(r"http://testserver(/mail/\S+)", OutgoingMail.objects.get().text)
    page = client.get(path).content.decode()
    assert "2 comments" in page
    response = client.get(f"{path}comments.json")
    assert response["Content-Disposition"].startswith("attachment")
    held = json.loads(response.content)
    assert [row["id"] for row in held["comments"]] == [first.pk, second.pk]
    assert [row["is_published"] for row in held["comments"]] == [True, False]
    assert first.body == held["comments"][0]["text"]
    assert "network" not in response.content.decode()


def test_erasing_leaves_the_words_or_nothing(
    receive: Receive, client: Client, cast: Cast, theirs: Comment
) -> None:
    comment = receive(author_url="https://jonas.example", author_email=MINE.title())
    Comment.objects.update(network="a" * 64)
    Reason.objects.create(comment=comment, check_name="website", weight=1.0, evidence="jonas.example")
    asked = subscriptions.begin(comment)
    assert asked is not None
    subscriptions.confirm(asked)
    path = own_data.path_for(MINE)
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 200
    comment.refresh_from_db()
    assert comment.author_name == "Jonas Okafor", "nothing is erased without a choice"
    assert "Erased" in Client(enforce_csrf_checks=True).post(path, {"words": "keep"}).content.decode()
    comment.refresh_from_db()
    assert [comment.author_name, comment.author_email, comment.author_url, comment.network] == [
        "[erased]",
        "",
        "",
        "",
    ]
    assert "remembers" in comment.body
    assert not Reason.objects.filter(evidence__contains="jonas").exists()
    assert not Subscription.objects.exists()
    assert not Commenter.objects.exists()
    assert not OutgoingMail.objects.filter(to__iexact=MINE).exists()
    theirs.refresh_from_db()
    assert (theirs.author_name, theirs.network) == ("Asta", "a" * 64)
    assert counters.recount() == []


def test_erasing_with_words_removes_them_everywhere(receive: Receive, cast: Cast) -> None:
    comment = receive()
    assert own_data.erase(MINE, with_words=True) == 1
    comment.refresh_from_db()
    assert (comment.body, comment.body_digest) == ("[erased]", "")
    assert "remembers" not in comment.html
    assert own_data.erase(MINE, with_words=True) == 0


def test_accounts_keep_what_they_wrote_under_their_profile(receive: Receive, cast: Cast) -> None:
    comment = receive(user=cast.moderator)
    assert own_data.erase(cast.moderator.email, with_words=True) == 0
    comment.refresh_from_db()
    assert comment.author_name == "Mona Reyes"


def test_ban_outlives_erasure(receive: Receive) -> None:
    receive()
    commenters.confirm(MINE)
    Commenter.objects.update(state="banned")
    own_data.erase(MINE, with_words=False)
    assert Commenter.objects.get().state == "banned"


def test_links_of_other_purposes_and_old_ones_open_nothing(receive: Receive, client: Client) -> None:
    receive()
    good = own_data.path_for(MINE)
    token = good.split("/")[-2]
    for bad in (links.token("choices", MINE), token[:-2] + "xx", "x"):
        for path in (f"/mail/my-data/{bad}/", f"/mail/my-data/{bad}/comments.json"):
            assert client.get(path).status_code == 404
        assert client.post(f"/mail/my-data/{bad}/", {"words": "remove"}).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=5), tick=False):
        assert client.get(good).status_code == 404
    assert client.get(good)["Referrer-Policy"] == "no-referrer"
