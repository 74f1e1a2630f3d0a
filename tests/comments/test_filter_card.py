"""The filter's card: its figures, who may see it, rules tried and switched on, and what it costs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.articles.models import Article
from blog.comments import evidence_shown, filter_card, list_rules, measure_names, moderation
from blog.comments.filter_card import Row
from blog.comments.models import Comment, FilterOpinion, FilterState, LearnedDecision, ListRule, Reason
from blog.comments.spam import features, lists
from blog.comments.spam.evidence import Rule
from blog.comments.spam.features import Submitted
from blog.comments.spam.memory import Memory
from tests.cast import Cast

CARD = "/admin/blog/filterstate/"
RULES = f"{CARD}rules/"
Receive = Callable[..., Comment]


@pytest.fixture
def desk(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


def rows(count: int, *, mistakes: int = 0) -> list[Row]:
    """Return `count` decisions on spam, the newest first; of the newest, `mistakes` were thought good."""
    return [
        Row(
            count - place,
            place,
            is_spam=True,
            score=-1.0 if place < mistakes else 1.0,
            hides=False,
            is_audit=False,
        )
        for place in range(count)
    ]


def decided(article: Article, count: int, **facts: Any) -> list[LearnedDecision]:
    """Store comments that came in, were thought of, and were learned."""
    start = Comment.objects.count()
    values = {"is_spam": True, "score": 2.0, "hides": True, **facts}
    made = []
    for number in range(start, start + count):
        comment = Comment.objects.create(
            article=article,
            author_name="Ann",
            author_email=f"{number}@reader.example",
            body=f"Observation {number} of the mud",
            html="",
            body_digest=str(number),
            status="spam" if values["is_spam"] else "approved",
            submitted_at=timezone.now(),
        )
        FilterOpinion.objects.create(comment=comment, score=values["score"], hides=values["hides"])
        Reason.objects.create(comment=comment, check_name="links", weight=0.6, evidence="1")
        made.append(LearnedDecision.objects.create(comment=comment, learned_at=timezone.now(), **values))
    return made


def test_card_counts_what_was_caught_and_what_was_hidden_wrongly(article: Article) -> None:
    decided(article, 6)
    decided(article, 2, hides=False, score=-1.0)
    decided(article, 9, is_spam=False, hides=False, score=-2.0)
    decided(article, 1, is_spam=False, is_audit=True)
    record = filter_card.record()
    assert (record.spam, record.caught, record.good, record.hidden) == (8, 6, 10, 1)
    assert (record.audits, record.audits_good) == (1, 1)
    share = record.hidden_share
    assert share.low < share.percent == 10 < share.high


def test_hidden_comments_nobody_looked_at_count_as_caught(article: Article) -> None:
    decided(article, 3)
    LearnedDecision.objects.order_by("-pk")[0].delete()
    record = filter_card.record()
    assert (record.spam, record.caught, record.unseen) == (3, 3, 1)


def test_drift_alarm_needs_more_than_chance_and_enough_before() -> None:
    assert filter_card.drift(rows(1000, mistakes=40)).is_alarm
    assert not filter_card.drift(rows(1000, mistakes=1)).is_alarm
    assert not filter_card.drift(rows(300, mistakes=40)).is_alarm
    assert not filter_card.drift([]).is_alarm
    assert not filter_card.drift(rows(1000, mistakes=1000)).is_alarm


def test_trend_has_full_blocks_only_the_oldest_first() -> None:
    shares = filter_card.trend(rows(120, mistakes=30))
    assert [share.hits for share in shares] == [0, 30]


def test_each_check_is_held_against_what_people_decided(article: Article) -> None:
    made = decided(article, 3) + decided(article, 1, is_spam=False)
    Reason.objects.create(comment=made[0].comment, check_name="links", weight=0.2)
    Reason.objects.create(comment=made[0].comment, check_name="learned-word", weight=-1.0)
    found = {one.check_name: (one.spoke, one.disagreed) for one in filter_card.checks(filter_card.recent())}
    assert found == {"links": (4, 1), "learned-word": (1, 1)}


def test_card_says_so_while_nothing_was_learned(desk: Client) -> None:
    page = desk.get(CARD).content.decode()
    assert "It has learned nothing yet" in page
    assert "hides nothing of its own accord yet" in page


def test_card_shows_figures_and_the_comments_behind_a_reason(desk: Client, article: Article) -> None:
    decided(article, 120)
    page = desk.get(CARD, {"check": "links"}).content.decode()
    assert "120 of 120" in page
    assert "<svg" in page
    assert "Observation 119 of the mud" in page
    assert "style=" not in page


def test_card_costs_the_same_with_1_and_with_60_rows(desk: Client, article: Article) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(CARD, {"check": "links"}).status_code == 200
        return len(queries)

    decided(article, 1)
    ListRule.objects.create(value="one of them")
    cost()  # the first page of a process reads what the others find in memory
    one = cost()
    decided(article, 60)
    for number in range(60):
        ListRule.objects.create(value=f"number {number}")
    assert cost() == one <= 14


@pytest.mark.parametrize("role", ["author", "editor"])
def test_who_may_not_moderate_sees_and_changes_nothing(client: Client, cast: Cast, role: str) -> None:
    rule = ListRule.objects.create(value="cheap watches")
    client.force_login(getattr(cast, role))
    assert client.get(CARD).status_code == 403
    assert (
        client.post(RULES, {"act": "add", "kind": "block", "field": "text", "value": "mud"}).status_code
        == 403
    )
    assert client.post(f"{RULES}{rule.pk}/", {"act": "remove"}).status_code == 403
    with pytest.raises(PermissionDenied):
        list_rules.add(ListRule(value="any words"), by=cast.editor)
    assert list(ListRule.objects.values_list("value", "is_active")) == [("cheap watches", True)]


def test_stranger_is_sent_to_the_login(client: Client, db: None) -> None:
    assert client.get(CARD).status_code == 302


def test_administrator_sees_the_card(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    assert client.get(CARD).status_code == 200


def test_rule_is_tried_without_being_stored(desk: Client, receive: Receive, moderator: User) -> None:
    good = receive(body="A cheap  WATCH I found in the mud.")
    moderation.approve([good], by=moderator)
    receive(body="Cheap watch here", author_email="other@reader.example")
    old = receive(body="Once a cheap watch", author_email="third@reader.example")
    Comment.objects.filter(pk=old.pk).update(submitted_at=timezone.now() - timedelta(days=91))
    sent = {"act": "try", "kind": "block", "field": "text", "value": "cheap watch"}
    page = desk.post(RULES, sent).content.decode()
    assert "2 of 2 comments." in page
    assert "Waiting: 1" in page
    assert "I found in the mud" in page
    assert not ListRule.objects.exists()


def test_rule_is_switched_on_off_and_deleted(desk: Client, receive: Receive, moderator: User) -> None:
    sent = {"act": "add", "kind": "block", "field": "domain", "value": "https://www.Shop.example/x"}
    assert desk.post(RULES, sent).status_code == 302
    rule = ListRule.objects.get()
    assert (rule.value, rule.created_by) == ("shop.example", moderator)
    hidden = receive(body="See http://deep.shop.example/now")
    assert (hidden.status, hidden.verdict) == ("spam", "spam")
    desk.post(f"{RULES}{rule.pk}/", {"act": "switch"})
    assert receive(body="Look at http://shop.example/now").status == "pending"
    desk.post(f"{RULES}{rule.pk}/", {"act": "remove"})
    assert not ListRule.objects.exists()


def test_allowed_comment_is_never_hidden_and_still_waits(receive: Receive, moderator: User) -> None:
    list_rules.add(ListRule(kind="block", field="text", value="remembers"), by=moderator)
    assert receive().status == "spam"
    list_rules.add(ListRule(kind="allow", field="email", value="@Reader.example"), by=moderator)
    comment = receive(body="Mud remembers still.")
    assert comment.status == "pending"
    without = dict(comment.reasons.values_list("check_name", "without"))
    assert without == {"blocked": "ham", "allowed": "spam"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("text", "ab"), ("text", "  "), ("domain", "shop"), ("email", "nobody"), ("domain", "a b.example")],
)
def test_rule_that_would_hit_by_accident_is_refused_in_place(desk: Client, field: str, value: str) -> None:
    page = desk.post(RULES, {"act": "add", "kind": "block", "field": field, "value": value})
    assert page.status_code == 200
    assert b"errorlist" in page.content
    assert not ListRule.objects.exists()


def test_same_rule_twice_is_refused(moderator: User) -> None:
    list_rules.add(ListRule(value="cheap watches"), by=moderator)
    with pytest.raises(ValidationError):
        list_rules.add(ListRule(value="Cheap  Watches"), by=moderator)


@pytest.mark.parametrize(
    ("rule", "hits"),
    [
        (Rule("block", "text", "cheap watch"), True),
        (Rule("block", "text", "ann b"), True),
        (Rule("block", "text", "c.*p"), False),
        (Rule("block", "text", ""), False),
        (Rule("block", "domain", "shop.example"), True),
        (Rule("block", "domain", "op.example"), False),
        (Rule("block", "domain", "home.example"), True),
        (Rule("block", "email", "@reader.example"), True),
        (Rule("block", "email", "ann@reader.example"), True),
        (Rule("block", "email", "reader.example"), False),
    ],
)
def test_rules_are_plain_words_domains_and_addresses(rule: Rule, hits: bool) -> None:
    seen = lists.listed(
        body="ＣＨＥＡＰ\nWatch at http://a.shop.example:80/",
        author_name="Ann B.",
        author_url="https://home.example",
        author_email="Ann@Reader.example",
    )
    assert lists.hits(rule, seen) == hits


def test_reasons_page_marks_evidence_and_shows_the_nearest(desk: Client, receive: Receive) -> None:
    earlier, comment = receive(), receive(body="Cheap watches, the cheapest <b>watches</b>")
    Reason.objects.create(
        comment=comment, check_name="learned-word", weight=1, evidence="“watches”", without="ham"
    )
    FilterOpinion.objects.filter(comment=comment).update(
        nearest=[[earlier.pk, True, 0.8], [10**9, False, 0.5]]
    )
    page = desk.get(f"{CARD}why/{comment.pk}/").content.decode()
    assert page.count("<mark>watches</mark>") == 2
    assert "&lt;b&gt;" in page
    assert "you marked it as spam, 80 % alike" in page
    assert "likely good" in page


def test_reasons_page_is_not_for_everybody(client: Client, cast: Cast, receive: Receive) -> None:
    comment = receive()
    client.force_login(cast.other_author)
    assert client.get(f"{CARD}why/{comment.pk}/").status_code == 403


def test_text_without_evidence_is_one_piece() -> None:
    assert evidence_shown.pieces("as it is", []) == [("as it is", False)]


def test_landing_page_says_how_the_filter_did(desk: Client, db: None) -> None:
    assert "It has learned nothing yet" in desk.get("/admin/").content.decode()
    FilterState.objects.create(pk=1, decisions=300, spam=100, caught=96, good=640, hidden=1)
    page = desk.get("/admin/").content.decode()
    assert "96 % of spam caught, 1 of 640 good comments wrongly hidden." in page
    assert f'href="{CARD}"' in page


def test_every_measure_has_a_name_for_moderators() -> None:
    sent = Submitted(text="A cheap watch, you said.", author="Ann Bee", url="", relevance=0.5)
    measures = set(features.sample(sent).measures) | set(Memory().measures((1,)))
    nameless = [name for name in measures - {"constant"} if measure_names.name_of(name) == name]
    assert nameless == []
