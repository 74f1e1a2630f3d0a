"""The list of articles in the admin, and what it and the form cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from blog.articles import publishing
from blog.articles.models import Article, Category, State, Tag
from tests.articles.posting import Form, said
from tests.cast import Cast, draft_article, live_article

LIST = "/admin/blog/article/"
# The budget for every list of the admin.
QUERIES = 8


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.editor)
    return client


def titles(client: Client, **query: str) -> list[str]:
    response = client.get(LIST, query)
    assert response.status_code == 200, response.headers.get("Location")
    return sorted(article.title for article in response.context["cl"].result_list)


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def act(client: Client, action: str, *articles: Article) -> list[str]:
    chosen = [article.pk for article in articles]
    return said(
        client.post(
            f"{LIST}?state=trashed" if action == "restore_these" else LIST,
            {"action": action, "_selected_action": chosen},
            follow=True,
        )
    )


@pytest.fixture
def every_state(cast: Cast) -> dict[str, Article]:
    """One article in each state, titled after it."""
    by, now = cast.editor, timezone.now()
    draft = draft_article(by, title="draft")
    public_once = set(State) - {State.DRAFT, State.SCHEDULED}
    made = {state.value: live_article(by, title=state.value) for state in public_once}
    scheduled = draft_article(by, title="scheduled")
    publishing.schedule(scheduled, at=now + timedelta(days=1), by=by)
    Article.objects.filter(pk=made["expired"].pk).update(
        publish_at=now - timedelta(days=2), expire_at=now - timedelta(days=1)
    )
    publishing.unpublish(made["unpublished"], by=by)
    publishing.trash(made["trashed"], by=by)
    return {**made, "draft": draft, "scheduled": scheduled}


@pytest.mark.parametrize("state", [state.value for state in State if state != State.CHANGED])
def test_each_state_has_its_chip_and_its_filter(
    desk: Client, every_state: dict[str, Article], state: str
) -> None:
    expected = ["changed", "live"] if state == "live" else [state]
    assert titles(desk, state=state) == expected
    page = desk.get(LIST, {"state": state}).content.decode()
    assert f'<span class="chip state-{state}">{State(state).label}</span>' in page


def test_changed_articles_tell_how_many_sections_changed(desk: Client, article: Article) -> None:
    form = Form(desk, article).write("Mud", "<p>New mud.</p>").add("Salt", "<p>White.</p>")
    form.data[f"section-{form.index('Birds')}-DELETE"] = ["on"]
    form.press("save")
    assert titles(desk, state="changed") == [article.title]
    assert titles(desk, state="live") == []
    assert "3 sections" in desk.get(LIST).content.decode()


def test_trash_is_hidden_until_asked_for(desk: Client, every_state: dict[str, Article]) -> None:
    assert "trashed" not in titles(desk)
    assert len(titles(desk)) == len(State) - 1


def test_filters_by_author_category_and_tag(desk: Client, cast: Cast) -> None:
    shelf, tag = Category.objects.create(name="C", slug="c"), Tag.objects.create(name="T", slug="t")
    mine, other = draft_article(cast.author, title="Mine"), draft_article(cast.editor, title="Other")
    Article.objects.filter(pk=mine.pk).update(category=shelf)
    other.tags.add(tag)
    assert titles(desk, author=str(cast.author.pk)) == ["Mine"]
    assert titles(desk, category=str(shelf.pk)) == ["Mine"]
    assert titles(desk, tag=str(tag.pk)) == ["Other"]
    assert titles(desk, tag="999") == ["Mine", "Other"]


def test_search_finds_words_of_title_excerpt_and_standing_sections(desk: Client, article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(excerpt="Between tides")
    for words in ("low", "tides between", "dunlin MUD"):
        assert titles(desk, q=words) == [article.title]
    assert titles(desk, q="dunlin absent") == []
    article.sections.filter(heading="Birds").update(position=None)
    assert titles(desk, q="dunlin") == []


def test_authors_see_their_own_articles_only(cast: Cast, client: Client) -> None:
    draft_article(cast.author, title="Mine")
    draft_article(cast.editor, title="Other")
    client.force_login(cast.author)
    assert titles(client) == ["Mine"]
    assert b"By author" not in client.get(LIST).content


@pytest.mark.parametrize(
    "trick",
    ["author__password__startswith", "author__email__contains", "sections__updated_by__password__startswith"],
)
def test_queries_about_other_peoples_secrets_are_refused(desk: Client, article: Article, trick: str) -> None:
    response = desk.get(LIST, {trick: "m"})
    assert response.status_code in (302, 400)
    assert article.title.encode() not in response.content


def test_bulk_acts_go_through_the_verbs(desk: Client, cast: Cast) -> None:
    one, two = draft_article(cast.author, title="One"), draft_article(cast.author, title="Two")
    empty = draft_article(cast.author, title="Empty", sections=[("", "")])
    messages = act(desk, "publish_these", one, two, empty)
    assert Article.objects.public().count() == 2
    assert any("“Empty”" in message and "empty" in message for message in messages)
    assert any(message.endswith(": 2") for message in messages)
    act(desk, "unpublish_these", one)
    assert [article.title for article in Article.objects.public()] == ["Two"]
    act(desk, "trash_these", two)
    assert not Article.objects.public().exists()
    act(desk, "restore_these", two)
    assert [article.title for article in Article.objects.public()] == ["Two"]


def test_author_is_refused_bulk_publication_by_name(cast: Cast, client: Client) -> None:
    article = draft_article(cast.author, title="Mine")
    client.force_login(cast.author)
    assert any("“Mine”" in message for message in act(client, "publish_these", article))
    assert not Article.objects.public().exists()


def test_nothing_is_deleted_from_the_list(desk: Client, article: Article) -> None:
    assert "delete_selected" not in desk.get(LIST).content.decode()
    act(desk, "delete_selected", article)
    assert Article.objects.filter(pk=article.pk).exists()


def test_list_costs_the_same_for_one_and_for_fifty_articles(desk: Client, cast: Cast) -> None:
    live_article(cast.editor)
    few = queries(desk, LIST)
    for number in range(49):
        draft_article(cast.author if number % 2 else cast.editor, title=f"Number {number}")
    assert queries(desk, LIST) == few
    assert few <= QUERIES


def test_form_costs_the_same_for_three_and_for_fifty_sections(desk: Client, cast: Cast) -> None:
    small = live_article(cast.editor)
    large = live_article(cast.editor, sections=[(f"Part {n}", f"<p>{n}</p>") for n in range(50)])
    first, second = (queries(desk, reverse("admin:blog_article_change", args=[a.pk])) for a in (small, large))
    assert first == second
