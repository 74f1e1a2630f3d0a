"""The search box: what is a field, what is a word, and what each finds."""

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from blog.comments import desk_search
from blog.comments.desk_search import matching, narrow, parse
from blog.comments.models import Comment, Reason
from blog.comments.spam.evidence import Evidence
from tests.cast import Cast, live_article


def test_fields_words_and_quotes_are_told_apart() -> None:
    search = parse('tide link:example.org name:"Jonas Okafor" "low water"')
    assert search.fields == [("link", "example.org"), ("name", "Jonas Okafor")]
    assert search.words == ["tide", "low water"]
    assert search.hints == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("colour:red", "colour:"),
        ("before:yesterday", "before:"),
        ("after:2026-02-31", "after:"),
        ("verdict:fine", "verdict:"),
        ("network:xyz", "network:"),
    ],
)
def test_what_is_not_understood_is_words_with_a_hint(text: str, named: str) -> None:
    search = parse(text)
    assert (search.fields, search.words) == ([], [text])
    assert named in search.hints[0]


def test_address_of_a_page_is_a_word() -> None:
    assert parse("https://spam.example/x").words == ["https://spam.example/x"]


def test_private_fields_are_words_to_others() -> None:
    search = parse("email:jonas@reader.example", private=False)
    assert search.fields == []
    assert "email:" not in search.hints[0].partition("Fields")[2]


@given(st.text(max_size=600))
def test_anything_can_be_typed(text: str) -> None:
    search = parse(text)
    for name, value in search.fields:
        assert desk_search.FIELDS[name](value) is not None
    assert "\x00" not in "".join(search.words)


@pytest.fixture
def shelf(receive: Callable[..., Comment], cast: Cast) -> dict[str, Comment]:
    """Four comments that differ in everything that can be asked for."""
    other = live_article(cast.editor, title="High water")
    return {
        "link": receive(body="Look: https://shop.cheap.example/x", author_name="Seller"),
        "site": receive(body="My own page", author_url="https://www.tide.example/"),
        "elsewhere": receive(article=other, body="Elsewhere", author_email="lena@mail.example"),
        "network": receive(body="From a network", evidence=Evidence(network="ab12" + "0" * 60)),
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("link:shop.cheap.example", {"link"}),
        ("link:cheap.example", {"link"}),
        ("link:heap.example", set()),
        ("link:www.tide.example", {"site"}),
        ("name:sell", {"link"}),
        ("email:lena@mail.example", {"elsewhere"}),
        ("email:lena", {"elsewhere"}),
        ("network:ab12", {"network"}),
        ("network:ab13", set()),
        ("article:high-water", {"elsewhere"}),
        ("reason:website", {"site"}),
        ("own page", {"site"}),
        ("own link:cheap.example", set()),
        ("before:2001-01-01", set()),
        ("after:2001-01-01", {"link", "site", "elsewhere", "network"}),
    ],
)
def test_each_field_finds_its_own(shelf: dict[str, Comment], query: str, found: set[str]) -> None:
    rows = narrow(Comment.objects.all(), parse(query))
    assert set(rows) == {shelf[name] for name in found}


def test_days_begin_at_midnight(receive: Callable[..., Comment]) -> None:
    comment = receive()
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    Comment.objects.update(submitted_at=moment)
    assert narrow(Comment.objects.all(), parse("after:2026-03-02 before:2026-03-03")).get() == comment
    Comment.objects.update(submitted_at=moment - timedelta(microseconds=1))
    assert not narrow(Comment.objects.all(), parse("after:2026-03-02")).exists()


def test_whole_result_is_what_the_list_shows(shelf: dict[str, Comment], moderator: User) -> None:
    assert set(matching({}, by=moderator)) == set(shelf.values())
    assert not matching({"status": "spam"}, by=moderator)
    assert set(matching({"q": "link:cheap.example"}, by=moderator)) == {shelf["link"]}
    assert set(matching({"article": str(shelf["elsewhere"].article_id)}, by=moderator)) == {
        shelf["elsewhere"]
    }


@pytest.mark.parametrize("number", ["x", "9" * 40, "-1"])
def test_article_that_is_none_matches_nothing(
    shelf: dict[str, Comment], moderator: User, number: str
) -> None:
    found: Any = matching({"article": number}, by=moderator)
    assert not found.exists()


def test_endless_search_is_not_repeated_in_every_row(
    client: Client, cast: Cast, several: Callable[[int], list[Comment]]
) -> None:
    several(3)
    client.force_login(cast.moderator)
    page = client.get("/admin/blog/comment/", {"q": "\x00" * 20_000 + "observation " * 34 + "y" * 20_000})
    assert page.status_code == 200
    assert page.content.count(b"Observation number") >= 3, "what is read finds them"
    assert len(page.content) < 200_000


def test_only_so_many_are_read_for_words_and_a_link_goes_on(
    client: Client, moderator: User, receive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_search, "READ_AT_ONCE", 3)
    for number in range(8):
        receive(body=f"Number {number}" + (" osprey" if number in (1, 7) else ""))
    client.force_login(moderator)
    page = client.get("/admin/blog/comment/?q=osprey").content.decode()
    assert "3 comments were searched" in page
    assert page.count("data-pk") == 1
    assert "Number 1" in page
    found: list[str] = []
    while further := re.search(r'id="search-read">.*?href="([^"]+)"', page):
        page = client.get("/admin/blog/comment/" + html.unescape(further[1])).content.decode()
        found += re.findall(r"Number (\d)", page)
    assert found == ["7"]
    assert "comments were searched" not in page


def test_what_an_index_finds_is_found_in_the_whole_tab(
    client: Client, moderator: User, receive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_search, "READ_AT_ONCE", 2)
    for number in range(6):
        receive(body=f"Number {number}", author_email=f"Reader{number}@Post.example")
    client.force_login(moderator)
    page = client.get("/admin/blog/comment/?q=email:reader5@post.EXAMPLE").content.decode()
    assert page.count("data-pk") == 1
    assert "comments were searched" not in page
    page = client.get("/admin/blog/comment/?q=email:reader5@post.example+number").content.decode()
    assert page.count("data-pk") == 1


def test_domain_finds_what_lies_below_it_but_not_what_ends_alike(receive: Any, cast: Cast) -> None:
    for host in ("cheap.example", "a.shop.cheap.example", "notcheap.example"):
        receive(body=f"See http://{host}/ for more", author_email=f"x@{host}")
    search = {"q": "link:cheap.example"}
    assert matching(search, by=cast.moderator).count() == 2
    assert matching({"q": "link:shop.cheap.example"}, by=cast.moderator).count() == 1
    assert matching({"q": "link:example"}, by=cast.moderator).count() == 0


def test_frequent_reason_is_looked_for_in_each_row(
    receive: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    comments = [receive(body=f"Number {number}") for number in range(3)]
    for comment in comments[:2]:
        Reason.objects.create(comment=comment, check_name="often", weight=1)
    rare = set(matching({"q": "reason:often"}, by=cast.moderator))
    monkeypatch.setattr(desk_search, "RARE", 1)
    assert set(matching({"q": "reason:often"}, by=cast.moderator)) == rare == set(comments[:2])
