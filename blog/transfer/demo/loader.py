"""Puts the demo magazine into an empty blog, through the same verbs that editors and moderators use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils.translation import gettext as _

from blog.articles import publishing, working_copy
from blog.articles.content import SectionContent
from blog.articles.drafts import SectionDraft
from blog.articles.models import Article, Category, Tag
from blog.lib.slugs import free_slug
from blog.media.models import Image
from blog.media.uploads import add_image
from blog.site import roles
from blog.site.models import AuthorProfile, SiteSettings
from blog.transfer.demo import conversation
from blog.transfer.demo.content import ArticleText, Author, Magazine, Picture, SectionText, Term, read


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What loading did; nothing at all where `skipped`."""

    articles: int = 0
    images: int = 0
    comments: int = 0
    skipped: bool = False

    def __str__(self) -> str:
        if self.skipped:
            return _("This blog has articles already: no demo content was loaded.")
        return _("Loaded %(articles)d articles, %(images)d images and %(comments)d comments.") % {
            "articles": self.articles,
            "images": self.images,
            "comments": self.comments,
        }


@dataclass(frozen=True, slots=True)
class _Shelves:
    """What articles refer to, by the names the files use."""

    people: Mapping[str, User]
    categories: Mapping[str, Category]
    tags: Mapping[str, Tag]
    images: Mapping[str, Image]


@transaction.atomic
def load(by: User, now: datetime) -> DemoReport:
    """Load the magazine as of `now`; does nothing where there is any article. One transaction.

    Raises PermissionDenied unless `by` may publish for others, add images and moderate.
    """
    if Article.objects.exists():
        return DemoReport(skipped=True)
    magazine = read()
    _name_the_site(magazine)
    shelves = _Shelves(
        people={author.slug: _person(author) for author in magazine.authors},
        categories={term.slug: _category(term) for term in magazine.categories},
        tags={term.slug: _tag(term) for term in magazine.tags},
        images={name: _image(picture, by=by) for name, picture in magazine.pictures.items()},
    )
    articles = {text.slug: _article(text, shelves, by=by, now=now) for text in magazine.articles}
    comments = conversation.hold(magazine.comments, articles, shelves.people, by=by, now=now)
    return DemoReport(len(articles), len(shelves.images), comments)


def _name_the_site(magazine: Magazine) -> None:
    """Title the blog after the magazine, unless its owner has named it."""
    if not SiteSettings.objects.exists():
        settings = SiteSettings(title=magazine.name, tagline=magazine.tagline, about=magazine.about)
        settings.full_clean()
        settings.save()


def _person(author: Author) -> User:
    """Return a writer who can be shown to readers but cannot sign in."""
    profile = AuthorProfile.objects.select_related("user").filter(slug=author.slug).first()
    if profile:
        return profile.user
    username = free_slug(author.slug, is_taken=lambda name: User.objects.filter(username=name).exists())
    first, _space, last = author.name.partition(" ")
    user = User.objects.create_user(username, author.email, first_name=first, last_name=last)
    user.groups.add(Group.objects.get(name=roles.AUTHOR))
    AuthorProfile.objects.create(user=user, display_name=author.name, slug=author.slug, bio=author.bio)
    return user


def _category(term: Term) -> Category:
    defaults = {"name": term.name, "description": term.description}
    return Category.objects.get_or_create(slug=term.slug, defaults=defaults)[0]


def _tag(term: Term) -> Tag:
    return Tag.objects.get_or_create(slug=term.slug, defaults={"name": term.name})[0]


def _image(picture: Picture, *, by: User) -> Image:
    with picture.path.open("rb") as file:
        return add_image(file, title=picture.title, by=by, alt_text=picture.alt, credit=picture.credit)


def _article(text: ArticleText, shelves: _Shelves, *, by: User, now: datetime) -> Article:
    written = now - timedelta(days=text.published_days_ago)
    wanted = Article(
        title=text.title,
        slug=text.slug,
        author=shelves.people[text.author],
        excerpt=text.excerpt,
        search_description=text.search_description,
        category=shelves.categories[text.category],
        cover=shelves.images.get(text.cover),
        created_at=written,
    )
    drafts = [SectionDraft(_content(section, shelves)) for section in text.sections]
    tags = [shelves.tags[slug] for slug in text.tags]
    article = working_copy.save(wanted, by=by, tags=tags, sections=drafts, now=written).article
    _bring_out(article, text, by=by, now=now)
    _change_privately(article, text, shelves, by=by, now=now)
    article.refresh_from_db()
    return article


def _content(section: SectionText, shelves: _Shelves, *, changed: bool = False) -> SectionContent:
    image = shelves.images.get(section.figure)
    return SectionContent.canonical(
        heading=section.heading,
        body=section.changed_body if changed else section.body,
        figure_id=image.pk if image else None,
        figure_alt=image.alt_text if image else "",
        figure_caption=section.figure_caption,
    )


def _bring_out(article: Article, text: ArticleText, *, by: User, now: datetime) -> None:
    if text.state == "scheduled":
        publishing.schedule(article, at=now + timedelta(days=text.publish_in_days), by=by, now=now)
    elif text.state != "draft":
        publishing.publish(article, by=by, now=now - timedelta(days=text.published_days_ago))
    if text.state == "expired":
        publishing.set_expiry(article, at=now - timedelta(days=text.expired_days_ago), by=by)


def _change_privately(
    article: Article, text: ArticleText, shelves: _Shelves, *, by: User, now: datetime
) -> None:
    drafts = []
    for section in text.sections:
        if section.changed_body:
            stored = article.sections.get(heading=section.heading)
            content = _content(section, shelves, changed=True)
            drafts.append(SectionDraft(content, uid=stored.uid, base=stored.digest))
    if drafts:
        working_copy.save(article, by=by, sections=drafts, now=now)
