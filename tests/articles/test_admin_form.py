"""The article form: saving, publishing, and what each role may do with it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog.articles.models import Article, Category, State, Tag
from blog.permalinks.models import Redirect
from tests.articles.posting import Form, live_texts, said, texts
from tests.cast import Cast, draft_article, live_article


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.editor)
    return client


@pytest.fixture
def authors_desk(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.author)
    return client


def state_of(article: Article) -> State:
    return Article.objects.select_related("live").get(pk=article.pk).state()


def test_new_article_is_written_and_saved_privately(desk: Client, cast: Cast) -> None:
    form = Form(desk).set(title="The footbridge", tags="rivers, iron", excerpt="Eleven days.")
    form.data["section-0-body"] = ["<p>It takes eleven days.</p>"]
    response = form.add("Rivets", "<p>Four hundred.</p>").press("save")
    article = Article.objects.get()
    assert response.redirect_chain[-1][0] == reverse("admin:blog_article_change", args=[article.pk])
    assert texts(article) == [("", "<p>It takes eleven days.</p>"), ("Rivets", "<p>Four hundred.</p>")]
    assert (article.slug, article.author, state_of(article)) == ("the-footbridge", cast.editor, State.DRAFT)
    assert sorted(article.tags.values_list("name", flat=True)) == ["iron", "rivers"]
    assert "Saved privately" in said(response)[0]


def test_new_article_is_published_at_once_and_links_to_its_page(desk: Client) -> None:
    form = Form(desk).set(title="The footbridge")
    form.data["section-0-body"] = ["<p>It takes eleven days.</p>"]
    response = form.press("publish")
    article = Article.objects.select_related("live").get()
    assert article.state() == State.LIVE
    assert article.get_absolute_url() in said(response)[0]


def test_saving_a_live_article_leaves_the_page(desk: Client, article: Article) -> None:
    Form(desk, article).write("Mud", "<p>Mud forgets.</p>").press("save")
    assert live_texts(article)["Mud"] == "<p>Mud has a memory of a week.</p>"
    assert state_of(article) == State.CHANGED


def test_only_the_ticked_of_two_changed_sections_goes_live(desk: Client, article: Article) -> None:
    Form(desk, article).write("Mud", "<p>New mud.</p>").write("Birds", "<p>New birds.</p>").press("save")
    form = Form(desk, article)
    mud = article.sections.get(heading="Mud").uid
    assert set(form.data["go"]) == {mud, article.sections.get(heading="Birds").uid, "details"}
    form.data["go"] = [mud]
    response = form.press("publish")
    assert live_texts(article) == {
        "": "<p>The bay empties twice a day.</p>",
        "Mud": "<p>New mud.</p>",
        "Birds": "<p>Dunlin come first.</p>",
    }
    assert "1 section changed for readers" in said(response)[0]
    assert b"Publish 1 changed section<" in response.content


def test_title_held_back_stays_private_while_a_section_goes_live(desk: Client, article: Article) -> None:
    Form(desk, article).set(title="High water").write("Mud", "<p>New mud.</p>").press("save")
    form = Form(desk, article)
    form.data["go"] = [uid for uid in form.data["go"] if uid != "details"]
    form.press("publish")
    article.refresh_from_db()
    assert article.live
    assert (article.title, article.live.title) == ("High water", "Low water")
    assert live_texts(article)["Mud"] == "<p>New mud.</p>"


def test_section_typed_in_this_very_post_and_unticked_is_held_back(desk: Client, article: Article) -> None:
    form = Form(desk, article).write("Mud", "<p>New mud.</p>").add("Salt", "<p>White.</p>")
    form.data["offered"] = [article.sections.get(heading="Mud").uid, "new-4"]
    form.data["go"] = [article.sections.get(heading="Mud").uid]
    form.data["section-4-uid"] = [""]
    form.press("publish")
    assert "Salt" not in live_texts(article)
    assert live_texts(article)["Mud"] == "<p>New mud.</p>"
    assert [heading for heading, _ in texts(article)] == ["", "Mud", "Birds", "Salt"]


def test_sections_are_reordered_added_between_and_taken_out(desk: Client, article: Article) -> None:
    form = Form(desk, article)
    form.data[f"section-{form.index('Birds')}-ORDER"] = ["1"]
    form.data[f"section-{form.index('')}-ORDER"] = ["3"]
    form.data[f"section-{form.index('Mud')}-DELETE"] = ["on"]
    form.add("Salt", "<p>White.</p>", at=2).press("save")
    assert [heading for heading, _ in texts(article)] == ["Birds", "Salt", ""]


def test_posted_markup_is_cleaned_by_the_server(desk: Client, article: Article) -> None:
    hostile = (
        '<p onclick="x()">Mud<script>alert(1)</script> <a href="javascript:x()">here</a></p><iframe></iframe>'
    )
    Form(desk, article).write("Mud", hostile).press("save")
    body = dict(texts(article))["Mud"]
    assert "onclick" not in body
    assert "script" not in body
    assert "iframe" not in body


def test_article_is_scheduled_expires_and_is_unpublished(desk: Client, cast: Cast) -> None:
    article = draft_article(cast.author)
    due = timezone.now() + timedelta(days=2)
    Form(desk, article).set(publish_at_0=due.date().isoformat(), publish_at_1="08:30").press("schedule")
    assert state_of(article) == State.SCHEDULED
    Form(desk, article).press("publish")
    assert state_of(article) == State.LIVE
    Form(desk, article).set(expire_at_0=due.date().isoformat(), expire_at_1="08:30").press("expire")
    article.refresh_from_db()
    assert article.expire_at
    Form(desk, article).press("unpublish")
    assert state_of(article) == State.UNPUBLISHED


def test_refused_schedule_keeps_the_text_and_says_why(desk: Client, cast: Cast) -> None:
    article = draft_article(cast.editor)
    form = (
        Form(desk, article).write("Mud", "<p>Kept.</p>").set(publish_at_0="2001-01-01", publish_at_1="08:30")
    )
    response = form.press("schedule")
    assert "must lie ahead" in said(response)[0]
    assert dict(texts(article))["Mud"] == "<p>Kept.</p>"
    assert state_of(article) == State.DRAFT


def test_article_goes_to_the_trash_and_comes_back(desk: Client, article: Article) -> None:
    Form(desk, article).press("trash")
    assert state_of(article) == State.TRASHED
    Form(desk, article).press("restore")
    assert state_of(article) == State.LIVE


def test_changed_address_redirects_from_the_old_one(desk: Client, article: Article) -> None:
    old = article.get_absolute_url()
    Form(desk, article).set(slug="ebb").press("save")
    article.refresh_from_db()
    assert Redirect.objects.get(old_path=old).new_path == article.get_absolute_url() == "/articles/ebb/"


def test_wrong_fields_are_refused_by_name_and_nothing_typed_is_lost(desk: Client, article: Article) -> None:
    live_article(article.author, title="Taken")
    form = Form(desk, article).set(title="", slug="taken").write("Mud", "<p>Typed.</p>")
    form.data[f"section-{form.index('Mud')}-heading"] = ["M" * 501]
    response = form.press("save")
    page = response.content.decode()
    assert response.context["sheet"].form.errors.keys() == {"title", "slug"}
    assert "&lt;p&gt;Typed.&lt;/p&gt;" in page
    assert "M" * 501 in page
    assert dict(texts(article))["Mud"] == "<p>Mud has a memory of a week.</p>"


def test_figure_that_does_not_exist_is_an_error_at_its_section(desk: Client, article: Article) -> None:
    response = Form(desk, article).write("Mud", "<p>x</p>", figure="987654").press("save")
    wrong = [leaf for leaf in response.context["sheet"].leaves if leaf.errors]
    assert [leaf.content.heading for leaf in wrong] == ["Mud"]
    assert "figure" in wrong[0].errors


def test_category_author_and_comment_policy_are_saved(desk: Client, cast: Cast, article: Article) -> None:
    shelf = Category.objects.create(name="Coasts", slug="coasts")
    form = Form(desk, article).set(
        category=str(shelf.pk), author=str(cast.author.pk), comment_policy="closed"
    )
    form.press("save")
    article.refresh_from_db()
    assert (article.category, article.author, article.comment_policy) == (shelf, cast.author, "closed")


def test_author_saves_but_does_not_publish(authors_desk: Client, cast: Cast) -> None:
    article = draft_article(cast.author)
    form = Form(authors_desk, article).write("Mud", "<p>Mine.</p>")
    page = authors_desk.get(form.url).content.decode()
    assert 'value="publish"' not in page
    assert 'name="author"' not in page
    response = form.press("publish")
    assert state_of(article) == State.DRAFT
    assert dict(texts(article))["Mud"] == "<p>Mine.</p>"
    assert "may not do more" in said(response)[0]


@pytest.mark.parametrize("do", ["publish", "unpublish", "schedule", "expire", "trash"])
def test_author_is_refused_what_only_editors_may_with_a_live_article(
    authors_desk: Client, cast: Cast, do: str
) -> None:
    article = live_article(cast.editor)
    Article.objects.filter(pk=article.pk).update(author=cast.author)
    due = (timezone.now() + timedelta(days=2)).date().isoformat()
    Form(authors_desk, article).set(expire_at_0=due, expire_at_1="08:00").press(do)
    article.refresh_from_db()
    assert state_of(article) == State.LIVE
    assert article.expire_at is None


def test_author_may_not_change_an_address_that_was_public(authors_desk: Client, cast: Cast) -> None:
    article = live_article(cast.editor)
    Article.objects.filter(pk=article.pk).update(author=cast.author)
    Form(authors_desk, article).set(slug="stolen").press("save")
    article.refresh_from_db()
    assert article.slug == "low-water"


def test_author_may_use_tags_but_not_make_them(authors_desk: Client, cast: Cast) -> None:
    article = draft_article(cast.author)
    Tag.objects.create(name="Rivers", slug="rivers")
    Form(authors_desk, article).set(tags="rivers").press("save")
    assert [tag.name for tag in article.tags.all()] == ["Rivers"]
    response = Form(authors_desk, article).set(tags="rivers, iron").press("save")
    assert "iron" in str(response.context["sheet"].form.errors["tags"])
    assert not Tag.objects.filter(name="iron").exists()


@pytest.mark.parametrize("role", ["other_author", "moderator"])
def test_article_of_somebody_else_does_not_exist_for(cast: Cast, client: Client, role: str) -> None:
    article = draft_article(cast.author)
    client.force_login(getattr(cast, role))
    url = reverse("admin:blog_article_change", args=[article.pk])
    assert client.get(url).status_code == 404
    assert client.post(url, {"do": "trash", "title": "x"}).status_code == 404
    assert client.get(reverse("admin:blog_article_history", args=[article.pk])).status_code == 404
    assert client.post(reverse("admin:blog_article_bring_back", args=[article.pk])).status_code == 404
    assert texts(article) == texts(Article.objects.get(pk=article.pk))


def test_moderator_may_not_begin_an_article(cast: Cast, client: Client) -> None:
    client.force_login(cast.moderator)
    assert client.get(reverse("admin:blog_article_add")).status_code == 403
    assert client.post(reverse("admin:blog_article_add"), {"title": "x"}).status_code == 403
    assert not Article.objects.exists()


def test_nobody_deletes_an_article_through_the_admin(cast: Cast, client: Client, article: Article) -> None:
    client.force_login(cast.administrator)
    assert (
        client.post(reverse("admin:blog_article_delete", args=[article.pk]), {"post": "yes"}).status_code
        == 403
    )


def test_two_hundred_sections_are_saved_from_one_form(desk: Client, cast: Cast) -> None:
    words = "<p>" + "Mud and water, and the sound of it. " * 80 + "</p>"
    article = draft_article(cast.editor, sections=[(f"Part {n}", words) for n in range(200)])
    Form(desk, article).write("Part 150", "<p>New.</p>").press("save")
    assert len(texts(article)) == 200
    assert dict(texts(article))["Part 150"] == "<p>New.</p>"


def test_revision_and_single_section_are_brought_back(desk: Client, article: Article) -> None:
    first = article.revisions.order_by("number").first()
    assert first
    Form(desk, article).write("Mud", "<p>New mud.</p>").write("Birds", "<p>New birds.</p>").press("save")
    url = reverse("admin:blog_article_bring_back", args=[article.pk])
    desk.post(url, {"revision": first.number, "section": article.sections.get(heading="Mud").uid})
    assert dict(texts(article))["Mud"] == "<p>Mud has a memory of a week.</p>"
    assert dict(texts(article))["Birds"] == "<p>New birds.</p>"
    desk.post(url, {"revision": first.number})
    assert dict(texts(article))["Birds"] == "<p>Dunlin come first.</p>"
    assert desk.get(url).status_code == 405
    assert desk.post(url, {"revision": "99"}).status_code == 404


def test_history_shows_revisions_and_the_texts_of_one_section(desk: Client, article: Article) -> None:
    Form(desk, article).write("Mud", "<p>New mud.</p>").press("save")
    url = reverse("admin:blog_article_history", args=[article.pk])
    assert desk.get(url, {"revision": "1"}).status_code == 200
    page = desk.get(url, {"section": article.sections.get(heading="Mud").uid}).content.decode()
    assert "New mud." in page
    assert "Mud has a memory of a week." in page
