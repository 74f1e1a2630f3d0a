"""Campaigns: what is alike, what a settled one draws along, and that people are left alone."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from blog.comments import campaigns, counters, editing, moderation
from blog.comments.models import Comment, Decision, Status, Trace

PITCH = "Our roofers repair every roof in the county within {} days and at half the price"
Receive = Callable[..., Comment]


@pytest.fixture
def wave(receive: Receive) -> list[Comment]:
    """Four of one campaign: other names, other numbers."""
    return [
        receive(body=PITCH.format(number), author_name=f"Agent {number}", author_email=f"a{number}@x.example")
        for number in range(4)
    ]


def keys(comments: list[Comment]) -> list[str]:
    found = Comment.objects.in_bulk([comment.pk for comment in comments])
    return [found[comment.pk].campaign for comment in comments]


def test_alike_texts_share_a_campaign_and_others_do_not(receive: Receive, wave: list[Comment]) -> None:
    other = receive(body="My father kept the light at the northern end, same table and same column.")
    assert len(set(keys(wave))) == 1
    assert keys(wave)[0] != ""
    assert keys([other]) == [""]


def test_short_thanks_are_no_campaign(receive: Receive) -> None:
    thanks = [receive(body=f"Thank you so much{'!' * n}", author_email=f"t{n}@x.example") for n in range(3)]
    assert keys(thanks) == ["", "", ""]


def test_one_link_from_several_people_is_a_campaign(receive: Receive) -> None:
    one = receive(body="https://roofers.example/a https://roofers.example/b", author_url="roofers.example")
    two = receive(
        body="Something else, at roofers",
        author_url="https://www.roofers.example",
        author_email="b@x.example",
    )
    assert Comment.objects.get(pk=one.pk).verdict == "unsure"
    same_person = receive(body="Again https://own.example/", author_email="c@x.example")
    again = receive(body="Still https://own.example/", author_email="c@x.example")
    assert keys([one])[0] == keys([two])[0] != ""
    assert keys([same_person, again]) == ["", ""]


def test_link_that_an_approved_comment_names_groups_nobody(receive: Receive, moderator: User) -> None:
    moderation.approve([receive(body="https://library.example/", author_email="a@x.example")], by=moderator)
    more = [receive(body=f"{n} https://library.example/", author_email=f"b{n}@x.example") for n in range(2)]
    assert keys(more) == ["", ""]


def test_newcomer_of_a_fresh_spam_campaign_goes_to_the_spam(
    receive: Receive, wave: list[Comment], moderator: User
) -> None:
    moderation.mark_as_spam(wave[:1], by=moderator)
    late = receive(body=PITCH.format(9), author_email="late@x.example")
    late.refresh_from_db()
    assert late.status == Status.SPAM
    assert late.reasons.filter(check_name="campaign").exists()
    assert not counters.recount()


def test_sender_on_the_allow_list_is_not_drawn_along(
    receive: Receive, wave: list[Comment], moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    moderation.mark_as_spam(wave, by=moderator)
    monkeypatch.setattr(campaigns, "SPARED_BY", ("website",))
    assert receive(body=PITCH.format(9), author_url="lena.example").status == Status.PENDING


def test_campaign_that_is_not_settled_waits_and_a_stale_one_too(
    receive: Receive, wave: list[Comment], moderator: User
) -> None:
    assert {comment.status for comment in Comment.objects.all()} == {"pending"}
    moderation.mark_as_spam(wave, by=moderator)
    long_ago = timezone.now() - campaigns.FRESH - timedelta(hours=1)
    Comment.objects.update(submitted_at=long_ago, decided_at=long_ago)
    assert receive(body=PITCH.format(9), author_email="late@x.example").status == Status.PENDING


def test_staff_is_in_no_campaign(receive: Receive, wave: list[Comment], moderator: User) -> None:
    moderation.mark_as_spam(wave, by=moderator)
    said = receive(body=PITCH.format(9), user=moderator)
    assert said.status == Status.APPROVED
    assert said.campaign == ""


def test_domains_are_kept_once_and_without_www(receive: Receive) -> None:
    comment = receive(body="https://www.x.example/ https://x.example/2", author_url="https://y.example")
    links = Trace.objects.filter(comment=comment, kind="link").values_list("value", flat=True)
    assert sorted(links) == ["x.example", "y.example"]


def test_changed_comment_is_found_by_its_new_links(receive: Receive) -> None:
    comment = editing.edit(receive(body="https://old.example/"), body="https://new.example/")
    assert list(comment.traces.filter(kind="link").values_list("value", flat=True)) == ["new.example"]


def test_group_is_one_row_and_one_decision(
    client: Client, receive: Receive, wave: list[Comment], moderator: User
) -> None:
    alone = receive(body="Alone.")
    client.force_login(moderator)
    page = client.get("/admin/blog/comment/").content.decode()
    assert page.count('name="_selected_action"') == 2
    assert "4 alike" in page
    assert "4 names" in page
    client.post(f"/admin/blog/comment/{wave[0].pk}/decide/?group=1", {"verb": "spam"})
    assert Decision.objects.get().items.count() == 4
    assert Comment.objects.pending().get() == alone
    members = client.get(f"/admin/blog/comment/?status=spam&q=campaign:{keys(wave)[0]}").content.decode()
    assert members.count('name="_selected_action"') == 4


def test_selected_group_is_settled_by_the_bulk_button(
    client: Client, wave: list[Comment], moderator: User
) -> None:
    client.force_login(moderator)
    chosen = {"index": "0", "action": "trash", "_selected_action": [wave[0].pk]}
    client.post("/admin/blog/comment/", chosen)
    assert not Comment.objects.pending().exists()


def test_member_found_by_search_is_decided_alone(
    client: Client, wave: list[Comment], moderator: User
) -> None:
    client.force_login(moderator)
    chosen = {"index": "0", "action": "trash", "_selected_action": [wave[0].pk]}
    client.post(f"/admin/blog/comment/?q=campaign:{keys(wave)[0]}", chosen)
    assert Comment.objects.pending().count() == 3


words = st.frozensets(st.text("abcdef", min_size=1, max_size=6), max_size=30)


@given(words, words)
def test_likeness_is_symmetric_and_whole_for_the_same(one: frozenset[str], other: frozenset[str]) -> None:
    assert campaigns.likeness(one, other) == campaigns.likeness(other, one)
    assert campaigns.likeness(one, one) == (1.0 if one else 0.0)
    assert campaigns.fingerprint(one) == campaigns.fingerprint(sorted(one, reverse=True))


def test_traces_are_found_again_in_parts_and_going_on_finds_the_rest(wave: list[Comment]) -> None:
    before = set(Trace.objects.values_list("comment", "kind", "value"))
    Trace.objects.all().delete()
    first = campaigns.retrace_missing(size=3)
    assert first is not None
    assert first[0] == wave[2].pk
    out = StringIO()
    call_command("retrace_comments", after=first[0], chunk=1, stdout=out)
    assert f"Reached comment {wave[3].pk}: 4 traces kept so far" in out.getvalue()
    assert set(Trace.objects.values_list("comment", "kind", "value")) == before
    assert campaigns.retrace_missing() is None
