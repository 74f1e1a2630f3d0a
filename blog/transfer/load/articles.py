"""Articles in sections, published as revisions, stored as the verbs would have stored them."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from random import Random

from django.contrib.auth.models import User
from django.db.models import Model

from blog.articles import revisions
from blog.articles.content import SectionContent
from blog.articles.manifest import Entry
from blog.articles.models import Article, Category, Revision, RevisionSection, Section, SectionText, Tag
from blog.lib.slugs import UID_ALPHABET, UID_CHARS, slug_from
from blog.transfer.load.tables import Table, next_key
from blog.transfer.load.words import Wordsmith

CATEGORIES, TAGS, TAGS_EACH = 8, 40, 3
# One in so many is still a draft, and one in so many has been changed since it was published.
DRAFT_ONE_IN, CHANGED_ONE_IN = 25, 20


@dataclass(frozen=True, slots=True)
class Written:
    """A published article as far as comments on it must know it."""

    pk: int
    at: datetime
    sections: tuple[int, ...]


class ArticleWriter:
    """Writes articles one after the other; `store` brings them into the database."""

    def __init__(self, chance: Random, authors: list[User]) -> None:
        self._chance, self._words, self._authors = chance, Wordsmith(chance), authors
        self._categories = [_topic(Category, n, self._words) for n in range(CATEGORIES)]
        self._tags = sorted(_topic(Tag, n, self._words) for n in range(TAGS))
        self._keys = {model: count(next_key(model)) for model in (Article, Section, Revision)}
        self._tables = {name: Table(model, *columns.split()) for name, (model, columns) in _COLUMNS.items()}

    def write(self, number: int, at: datetime) -> Written | None:
        """Write one article; None where it is a draft."""
        pk, author = next(self._keys[Article]), self._authors[number % len(self._authors)]
        details = self._details(number)
        entries = [self._section(pk, place, at) for place in range(self._chance.randint(2, 5))]
        digest = revisions.digest_of(details, entries)
        is_draft = number % DRAFT_ONE_IN == DRAFT_ONE_IN - 1
        live = None if is_draft else self._revision(pk, details, entries, author, at)
        status, public = (Article.Status.DRAFT, None) if is_draft else (Article.Status.PUBLISHED, at)
        is_changed = number % CHANGED_ONE_IN == CHANGED_ONE_IN - 1
        slug = slug_from(details.title, fallback="article")
        self._tables["articles"].add(
            (pk, slug, author.pk, details.title, details.excerpt, details.category_id, status, live)
            + (public, public, public, at, at, f"{number:064x}" if is_changed else digest)
        )
        for tag in details.tag_ids:
            self._tables["article tags"].add((pk, tag))
        return None if is_draft else Written(pk, at, tuple(entry.section.pk for entry in entries))

    def _details(self, number: int) -> revisions.Details:
        return revisions.Details(
            f"{self._words.title()} {number}",
            self._words.sentence(10, 20),
            category_id=self._categories[number % CATEGORIES],
            tag_ids=tuple(sorted(self._chance.sample(self._tags, TAGS_EACH))),
        )

    def _section(self, article: int, place: int, at: datetime) -> Entry:
        pk = next(self._keys[Section])
        uid = "".join(self._chance.choices(UID_ALPHABET, k=UID_CHARS))
        heading = self._words.title() if place else ""
        paragraphs = [self._words.sentences(self._chance.randint(3, 7)) for _ in range(2)]
        content = SectionContent(heading, "".join(f"<p>{text}</p>" for text in paragraphs))
        anchor = f"{slug_from(heading, fallback='s')[:100]}-{place}" if place else f"s-{uid}"
        self._tables["sections"].add(
            (pk, uid, article, place, anchor, heading, content.body, content.digest, at)
        )
        self._tables["texts"].add((content.digest, heading, content.body, content.body, _word_count(content)))
        return Entry(Section(pk=pk, uid=uid), content, anchor)

    def _revision(
        self, article: int, details: revisions.Details, entries: list[Entry], by: User, at: datetime
    ) -> int:
        pk = next(self._keys[Revision])
        digest, words = revisions.digest_of(details, entries), sum(_word_count(e.content) for e in entries)
        self._tables["revisions"].add(
            (pk, article, 1, Revision.Kind.PUBLISHED, at, by.pk, details.title, details.excerpt)
            + (details.category_id, digest, words)
        )
        for place, entry in enumerate(entries):
            line = (pk, place, entry.section.pk, entry.content.digest, entry.anchor, 1)
            self._tables["manifest"].add(line)
        for tag in details.tag_ids:
            self._tables["revision tags"].add((pk, tag))
        return pk

    def store(self) -> None:
        """Store what was written; call inside a transaction, because articles and revisions name each other."""
        for table in self._tables.values():
            table.store()


_COLUMNS: dict[str, tuple[type[Model], str]] = {
    "articles": (
        Article,
        "id slug author_id title excerpt category_id status live_id "
        "publish_at first_published_at updated_at created_at saved_at working_digest",
    ),
    "sections": (Section, "id uid article_id position anchor heading body digest updated_at"),
    "texts": (SectionText, "digest heading body html word_count"),
    "revisions": (
        Revision,
        "id article_id number kind created_at created_by_id title excerpt category_id digest word_count",
    ),
    "manifest": (RevisionSection, "revision_id position section_id text_id anchor first_note"),
    "article tags": (Article.tags.through, "article_id tag_id"),
    "revision tags": (Revision.tags.through, "revision_id tag_id"),
}


def _word_count(content: SectionContent) -> int:
    return len(content.heading.split()) + len(content.body.replace("</p><p>", " ").split())


def _topic(model: type[Category] | type[Tag], number: int, words: Wordsmith) -> int:
    name = f"{words.rare()} {number}"
    return model.objects.create(name=name.capitalize(), slug=slug_from(name, fallback=str(number))).pk
