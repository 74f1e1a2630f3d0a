"""What goes into a save of the working copy, and what comes out of it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User

from blog.articles.content import SectionContent
from blog.articles.models import Article, Revision


@dataclass(frozen=True)
class SectionDraft:
    """What an editor wants a section to say.

    `uid` empty: a new one. `base`: the digest the section had when the editor read it; another current digest is a
    conflict. None says that whatever stands there may be replaced, which no form may say. `arrived`: the HTML as it
    came in, where the content was made of foreign HTML: told to the checks, stored nowhere.
    """

    content: SectionContent
    uid: str = ""
    base: str | None = None
    arrived: str = field(default="", compare=False)


@dataclass(frozen=True)
class Conflict:
    """A part somebody else changed meanwhile; both texts are kept.

    `uid` empty: the article's own details. `yours` None: it was to be taken out.
    """

    uid: str
    theirs: object
    yours: object
    changed_by: User | None = None
    changed_at: datetime | None = None


@dataclass
class Saved:
    """What a save did."""

    article: Article
    revision: Revision | None = None
    conflicts: list[Conflict] = field(default_factory=list)
    # The HTML of sections as it came in, by uid.
    arrived: dict[str, str] = field(default_factory=dict)
