"""Moving a plain-text article in."""

import hashlib
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from blog.articles import publishing, working_copy
from blog.articles.content import SectionContent
from blog.articles.drafts import SectionDraft
from blog.articles.models import Article, Revision
from blog.articles.models.revision import TITLE_MAX_CHARS
from blog.markup.section_html import from_plain
from blog.transfer.plain_text import PlainSection, Unreadable, read


@dataclass(frozen=True)
class Imported:
    """What an import did: the article, whether it is new, what the reader noticed in the file.

    `refused`: why it was not published although that was asked for; it is stored privately then.
    """

    article: Article
    is_new: bool
    notes: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@transaction.atomic
def import_text(raw: bytes, *, author: User, by: User, publish: bool = False) -> Imported:
    """Read a plain-text article and store it as a working copy of `author`, published on request.

    The same file imported again gives the article it gave before. One transaction: on any error nothing is stored.
    Raises Unreadable (a plain reason), PermissionDenied, ValidationError.
    """
    import_ref = f"text:{hashlib.sha256(raw).hexdigest()}"
    existing = Article.objects.filter(import_ref=import_ref).first()
    if existing:
        return Imported(existing, is_new=False)
    plain = read(raw)
    if len(plain.title) > TITLE_MAX_CHARS:
        raise Unreadable(
            _("The first line is taken for the title, but it is longer than %(max)d characters.")
            % {"max": TITLE_MAX_CHARS}
        )
    wanted = Article(title=plain.title, author=author, import_ref=import_ref)
    drafts = [SectionDraft(_content(section)) for section in plain.sections]
    saved = working_copy.save(wanted, by=by, sections=drafts, kind=Revision.Kind.IMPORTED)
    refused = _publish(saved.article, by=by) if publish else ()
    return Imported(saved.article, is_new=True, notes=tuple(plain.notes), refused=refused)


def _publish(article: Article, *, by: User) -> tuple[str, ...]:
    """Publish, or return what the checks object to: the text stays, as a draft."""
    try:
        with transaction.atomic():
            publishing.publish(article, by=by)
    except publishing.HeldBack as error:
        return tuple(error.messages)
    return ()


def _content(section: PlainSection) -> SectionContent:
    return SectionContent.canonical(heading=section.heading, body=from_plain("\n\n".join(section.paragraphs)))
