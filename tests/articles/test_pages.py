"""The article's page: who may see it, and what stands on it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.articles import addresses, publishing, working_copy
from blog.articles.content import SectionContent
from blog.articles.drafts import SectionDraft
from blog.articles.models import Article
from blog.site.models import AuthorProfile
from tests.cast import PASSWORD, Cast, draft_article, live_article
from tests.shelf import HIDDEN, comments_on, filed_article, hidden_article, picture


def page_of(client: Client, article: Article) -> str:
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("state", HIDDEN)
def test_hidden_article_is_not_found(client: Client, cast: Cast, state: str) -> None:
    article = hidden_article(state, by=cast.editor)
    assert client.get(article.get_absolute_url()).status_code == 404
    uid = article.sections.get().uid
    assert client.get(f"{article.get_absolute_url()}s/{uid}/").status_code == 404


def test_hidden_article_is_not_found_even_by_its_signed_in_editor(client: Client, cast: Cast) -> None:
    article = hidden_article("draft", by=cast.editor)
    client.login(username="edda", password=PASSWORD)
    assert client.get(article.get_absolute_url()).status_code == 404


def test_live_article_shows_its_sections_in_order(client: Client, article: Article) -> None:
    html = page_of(client, article)
    assert "<h1>Low water</h1>" in html
    assert html.index("empties twice") < html.index("memory of a week") < html.index("Dunlin come first")


def test_edits_stay_private_until_published(client: Client, cast: Cast, article: Article) -> None:
    mud = article.sections.get(heading="Mud")
    draft = SectionDraft(SectionContent.canonical(heading="Silt", body="<p>Unseen.</p>"), mud.uid, mud.digest)
    Article.objects.filter(pk=article.pk).update(title="Secret title")
    working_copy.save(Article.objects.get(pk=article.pk), by=cast.editor, sections=[draft])
    html = page_of(client, article)
    assert "Unseen" not in html
    assert "Silt" not in html
    assert "Secret title" not in html


def test_contents_number_the_headed_sections_as_their_marks_do(client: Client, article: Article) -> None:
    html = page_of(client, article)
    contents = html[html.index('class="contents"') : html.index("</nav>", html.index('class="contents"'))]
    assert re.findall(r'href="#([^"]+)"><span>([^<]+)<', contents) == [("mud", "Mud"), ("birds", "Birds")]
    marks = re.findall(r'<h2><a class="mark"[^>]*>(\d+)</a>([^<]+)</h2>', html)
    assert marks == [("1", "Mud"), ("2", "Birds")]


def test_one_heading_makes_no_contents(client: Client, cast: Cast) -> None:
    article = live_article(cast.editor, sections=[("Alone", "<p>One.</p>")])
    assert 'class="contents"' not in page_of(client, article)


def test_two_sections_with_the_same_heading_have_their_own_anchors(client: Client, cast: Cast) -> None:
    article = live_article(cast.editor, sections=[("Tide", "<p>In.</p>"), ("Tide", "<p>Out.</p>")])
    html = page_of(client, article)
    ids = re.findall(r'<section id="([^"]+)"', html)
    assert len(set(ids)) == 2
    assert re.findall(r'<li><a href="#([^"]+)"><span>Tide', html) == ids


def test_every_id_on_the_page_is_there_once(client: Client, cast: Cast) -> None:
    headings = ["Comments", "Reply", "Text", "Main", "Notes", "Contents title", "C1", "Reply body"]
    article = live_article(
        cast.editor, sections=[(h, "<p>x<span class='footnote'>y</span></p>") for h in headings]
    )
    comments_on(article, 3)
    ids = re.findall(r'\sid="([^"]+)"', page_of(client, article))
    assert sorted(ids) == sorted(set(ids))


def test_two_hundred_sections_and_a_heading_of_500_characters(client: Client, cast: Cast) -> None:
    sections = [("Long " * 99 + "words", "<p>First.</p>")] + [
        (f"Part {n}", f"<p>{n}</p>") for n in range(199)
    ]
    article = live_article(cast.editor, sections=sections)
    html = page_of(client, article)
    assert len(re.findall(r"<section id=", html)) == 200
    assert "Long " * 99 + "words</h2>" in html


def test_heading_title_and_caption_are_shown_as_text(client: Client, cast: Cast) -> None:
    attack = "<script>alert(1)</script> & \"q\" 'p'"
    article = live_article(cast.editor, title=attack, sections=[(attack, "<p>a</p>"), (attack, "<p>b</p>")])
    html = page_of(client, article)
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 5


def test_footnote_numbers_run_on_through_the_article(client: Client, cast: Cast) -> None:
    note = '<p>Text<span class="footnote">Note {}</span>.</p>'
    sections = [("A", note.format("one")), ("B", "<p>None.</p>"), ("C", note.format("two"))]
    article = live_article(cast.editor, sections=sections)
    html = page_of(client, article)
    assert re.findall(r'role="doc-noteref">(\d+)<', html) == ["1", "2"]
    notes = html[html.index('class="notes"') :]
    assert notes.index("Note one") < notes.index("Note two") < notes.index("</aside>")
    for target in re.findall(r'<a href="#(n-[^"]+)"', html):
        assert f'id="{target}"' in notes


def test_figures_say_their_size_and_load_late_but_the_cover(client: Client, cast: Cast) -> None:
    image, cover = picture(cast.editor), picture(cast.editor, "Cover")
    drafts = [
        SectionDraft(
            SectionContent.canonical(heading=h, body="<p>x</p>", figure_id=image.pk, figure_alt="Mud")
        )
        for h in ("A", "B")
    ]
    article = working_copy.save(
        Article(title="Pictures", author=cast.editor, cover=cover), by=cast.editor, sections=drafts
    ).article
    publishing.publish(article, by=cast.editor)
    tags = re.findall(r"<img[^>]+>", page_of(client, article))
    assert len(tags) == 3
    assert all('width="60" height="40"' in tag for tag in tags)
    assert ["lazy" in tag for tag in tags] == [False, True, True]
    assert 'alt="A red field"' in tags[0]
    assert 'alt="Mud"' in tags[1]


@pytest.mark.parametrize("place", [0, 1])
def test_a_picture_that_is_cover_and_figure_stands_once(client: Client, cast: Cast, place: int) -> None:
    image = picture(cast.editor)
    drafts = [
        SectionDraft(
            SectionContent.canonical(heading=h, body="<p>x</p>", figure_id=image.pk if n == place else None)
        )
        for n, h in enumerate(("A", "B"))
    ]
    article = working_copy.save(
        Article(title="Once", author=cast.editor, cover=image), by=cast.editor, sections=drafts
    ).article
    publishing.publish(article, by=cast.editor)
    html = page_of(client, article)
    assert html.count("<img") == 1
    assert ('class="cover"' in html) == (place == 0)


def test_updated_is_said_only_of_a_later_day(client: Client, article: Article) -> None:
    assert "Updated on" not in page_of(client, article)
    Article.objects.filter(pk=article.pk).update(publish_at=timezone.now() - timedelta(days=3))
    assert "Updated on" in page_of(client, article)


def test_neighbours_are_public_articles_only(client: Client, cast: Cast) -> None:
    older = live_article(cast.editor, title="Older")
    middle = live_article(cast.editor, title="Middle")
    hidden_article("unpublished", by=cast.editor)
    newer = live_article(cast.editor, title="Newer")
    for days, article in ((3, older), (2, middle), (1, newer)):
        Article.objects.filter(pk=article.pk).update(publish_at=timezone.now() - timedelta(days=days))
    html = page_of(client, middle)
    assert re.search(r'rel="prev"[^>]*href="/articles/older/"', html)
    assert re.search(r'rel="next"[^>]*href="/articles/newer/"', html)
    assert "Canary" not in html


def test_replies_are_counted_at_the_section_they_answer(client: Client, article: Article) -> None:
    comments_on(article, 1)
    comments_on(article, 1, status="pending")
    mud = article.sections.get(heading="Mud")
    article.comments.update(section=mud)
    html = page_of(client, article)
    assert "1 reply to this section" in html
    assert html.count("reply to this section</a>") == 1


def test_pending_comment_is_not_on_the_page(client: Client, article: Article) -> None:
    comments_on(article, 1, status="pending", body="Canarycomment")
    assert "Canarycomment" not in page_of(client, article)


def test_section_link_leads_to_the_anchor_and_outlives_a_new_slug(
    client: Client, cast: Cast, article: Article
) -> None:
    uid = article.sections.get(heading="Mud").uid
    link = f"/articles/low-water/s/{uid}/"
    assert client.get(link)["Location"] == "/articles/low-water/#mud"
    addresses.change_slug(article, "ebb", by=cast.editor)
    response = client.get(link)
    assert response.status_code == 302
    assert response["Location"] == "/articles/ebb/#mud"


def test_section_link_of_a_removed_section_leads_to_its_article(
    client: Client, cast: Cast, article: Article
) -> None:
    uid = article.sections.get(heading="Mud").uid
    working_copy.save(article, by=cast.editor, sections=[], removed={uid})
    publishing.publish(article, by=cast.editor)
    assert client.get(f"/articles/low-water/s/{uid}/")["Location"] == "/articles/low-water/"


def test_unknown_section_link_is_not_found(client: Client, article: Article) -> None:
    assert client.get("/articles/low-water/s/0000000000/").status_code == 404


def test_byline_falls_silent_where_a_profile_is_missing(client: Client, article: Article) -> None:
    AuthorProfile.objects.all().delete()
    html = page_of(client, article)
    assert 'rel="author"' not in html
    assert "edda" not in html


def test_drafts_of_the_same_author_do_not_matter(client: Client, cast: Cast) -> None:
    draft_article(cast.editor, title="Unseen draft")
    article = live_article(cast.editor)
    assert "Unseen draft" not in page_of(client, article)


def test_tags_and_category_are_linked(client: Client, cast: Cast) -> None:
    html = page_of(client, filed_article(cast.editor, title="Filed", tags=["Mud", "Birds"], category="Coast"))
    assert 'href="/tags/mud/"' in html
    assert 'href="/tags/birds/"' in html
    assert 'href="/categories/coast/"' in html


def test_each_headed_section_offers_a_reply_while_comments_are_open(client: Client, article: Article) -> None:
    uid = article.sections.get(heading="Mud").uid
    offer = f'href="/articles/{article.slug}/reply/?section={uid}"'
    assert offer in client.get(article.get_absolute_url()).content.decode()
    Article.objects.filter(pk=article.pk).update(comment_policy="closed")
    assert offer not in client.get(article.get_absolute_url()).content.decode()
