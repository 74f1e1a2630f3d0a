"""The magazine's files are whole: everything they name exists, and there is enough of everything."""

import re
from collections import Counter

import pytest
from PIL import Image

from blog.comments.models import BODY_MAX_CHARS
from blog.lib.slugs import SLUG_MAX_CHARS
from blog.markup import comment_markdown, section_html, text
from blog.media.models import Image as StoredImage
from blog.transfer.demo import content
from blog.transfer.demo.content import ArticleText, CommentText, Magazine

MAGAZINE = content.read()
MAX_IMAGE_BYTES = 120 * 1024
MINUTES_A_DAY = 24 * 60
RESERVED_DOMAINS = {"example.org", "example.com", "example.net"}

every_article = pytest.mark.parametrize("article", MAGAZINE.articles, ids=lambda a: a.slug)
every_comment = pytest.mark.parametrize("comment", MAGAZINE.comments, ids=lambda c: c.id)


@pytest.fixture
def magazine() -> Magazine:
    return MAGAZINE


def article_of(comment: CommentText) -> ArticleText:
    return next(article for article in MAGAZINE.articles if article.slug == comment.article)


def words_in(article: ArticleText) -> int:
    return sum(text.word_count(text.plain(section.body)) for section in article.sections)


def level(comment: CommentText) -> int:
    parents = {c.id: c.parent for c in MAGAZINE.comments}
    steps, above = 0, comment.parent
    while above:
        steps, above = steps + 1, parents[above]
    return steps


def test_there_is_enough_of_everything(magazine: Magazine) -> None:
    states = Counter(article.state for article in magazine.articles)
    assert states["published"] >= 8
    assert states["draft"] == states["scheduled"] == states["expired"] == 1
    assert len(magazine.authors) == 3
    assert 3 <= len(magazine.categories) <= 4
    assert 8 <= len(magazine.tags) <= 12
    assert len(magazine.pictures) >= 8


def test_the_conversation_has_every_status(magazine: Magazine) -> None:
    statuses = Counter(comment.status for comment in magazine.comments)
    assert statuses["approved"] >= 40
    assert statuses["pending"] == 14
    assert statuses["spam"] >= 2
    assert statuses["trash"] == 1
    assert max(level(comment) for comment in magazine.comments) == 5
    assert sum(1 for comment in magazine.comments if comment.by_author) >= 10


def test_slugs_and_ids_are_unique(magazine: Magazine) -> None:
    for names in (
        [a.slug for a in magazine.articles],
        [a.slug for a in magazine.authors],
        [c.slug for c in magazine.categories],
        [t.slug for t in magazine.tags],
        [c.id for c in magazine.comments],
    ):
        assert len(names) == len(set(names))
        assert all(re.fullmatch(r"[a-z0-9-]+", name) and len(name) <= SLUG_MAX_CHARS for name in names)


@every_article
def test_article_names_only_what_exists(magazine: Magazine, article: ArticleText) -> None:
    assert article.author in {a.slug for a in magazine.authors}
    assert article.category in {c.slug for c in magazine.categories}
    assert article.tags
    assert set(article.tags) <= {t.slug for t in magazine.tags}
    figures = {section.figure for section in article.sections} | {article.cover}
    assert figures - {""} <= set(magazine.pictures)


@every_article
def test_article_is_worth_reading(article: ArticleText) -> None:
    assert 400 <= words_in(article) <= 1600
    assert 3 <= len(article.sections) <= 9
    headings = [section.heading for section in article.sections]
    assert len(headings) == len(set(headings))
    assert article.title
    assert article.excerpt
    assert 60 <= len(article.search_description) <= 160


@every_article
def test_bodies_are_left_alone_by_the_sanitiser(article: ArticleText) -> None:
    for section in article.sections:
        for body in filter(None, (section.body, section.changed_body)):
            assert section_html.clean(body) == body


@every_article
def test_state_and_days_belong_together(article: ArticleText) -> None:
    assert (article.published_days_ago > 0) == (article.state in {"published", "expired"})
    assert (article.publish_in_days > 0) == (article.state == "scheduled")
    assert (article.expired_days_ago > 0) == (article.state == "expired")
    assert article.expired_days_ago <= article.published_days_ago


def test_exactly_one_live_article_has_a_changed_section(magazine: Magazine) -> None:
    changed = [(a, s) for a in magazine.articles for s in a.sections if s.changed_body]
    assert len(changed) == 1
    assert changed[0][0].state == "published"
    assert changed[0][1].changed_body != changed[0][1].body


@pytest.mark.parametrize(
    "markup",
    ['<span class="footnote">', "<table>", "<pre><code>", "<blockquote>", "<ol>", 'scope="row"'],
)
def test_every_kind_of_markup_is_shown_somewhere(magazine: Magazine, markup: str) -> None:
    assert any(markup in section.body for a in magazine.articles for section in a.sections)


def test_one_article_has_figures_in_several_sections(magazine: Magazine) -> None:
    assert max(sum(1 for s in a.sections if s.figure) for a in magazine.articles) >= 3


@pytest.mark.parametrize("picture", MAGAZINE.pictures.values(), ids=lambda p: p.file)
def test_picture_is_as_described(picture: content.Picture) -> None:
    assert picture.path.stat().st_size <= MAX_IMAGE_BYTES
    with Image.open(picture.path) as opened:
        assert opened.size == (picture.width, picture.height)
    for field, value in (("alt_text", picture.alt), ("credit", picture.credit), ("title", picture.title)):
        assert 0 < len(value) <= (StoredImage._meta.get_field(field).max_length or 0)
    assert len(picture.alt) >= 40


def test_every_image_file_is_listed_and_every_figure_has_a_caption(magazine: Magazine) -> None:
    assert {path.name for path in content.IMAGES.iterdir()} == set(magazine.pictures)
    for article in magazine.articles:
        for section in article.sections:
            assert bool(section.figure) == bool(section.figure_caption)


@every_comment
def test_comment_stands_in_its_article_after_what_it_answers(
    magazine: Magazine, comment: CommentText
) -> None:
    article_of(comment).section_at(comment.section)
    if not comment.parent:
        return
    ids = [c.id for c in magazine.comments]
    parent = magazine.comments[ids.index(comment.parent)]
    assert ids.index(comment.parent) < ids.index(comment.id)
    assert parent.status == "approved"
    assert (parent.article, parent.section) == (comment.article, comment.section)
    if comment.minutes_after is not None and parent.minutes_after is not None:
        assert parent.minutes_after < comment.minutes_after


@every_comment
def test_comment_was_written_between_publication_and_loading(comment: CommentText) -> None:
    article = article_of(comment)
    assert article.state == "published"
    age = article.published_days_ago * MINUTES_A_DAY
    assert (comment.minutes_after is None) != (comment.minutes_ago is None)
    assert 0 < (comment.minutes_after or comment.minutes_ago or 0) < age
    assert (comment.status == "approved") == (comment.minutes_after is not None)


@every_comment
def test_comment_is_signed_by_somebody_who_cannot_be_written_to(
    magazine: Magazine, comment: CommentText
) -> None:
    if comment.by_author:
        assert comment.by_author in {a.slug for a in magazine.authors}
        assert (comment.name, comment.email) == ("", "")
        return
    assert comment.name
    assert comment.email.partition("@")[2] in RESERVED_DOMAINS


@every_comment
def test_comment_body_renders(comment: CommentText) -> None:
    assert 0 < len(comment.body) <= BODY_MAX_CHARS
    assert comment_markdown.render(comment.body)


def test_links_lead_only_to_reserved_names(magazine: Magazine) -> None:
    for comment in magazine.comments:
        for host in re.findall(r"https?://([^/\s)\]\"<]+)", f"{comment.url} {comment.body}"):
            assert host.endswith(tuple(RESERVED_DOMAINS)), comment.id


def test_unknown_section_is_refused() -> None:
    with pytest.raises(LookupError, match="no section headed 'Elsewhere'"):
        MAGAZINE.articles[0].section_at("Elsewhere")
