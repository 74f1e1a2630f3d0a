"""What the head of a page tells other programs: canonical address, description, OpenGraph."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from blog.articles.models import Article
from blog.markup.text import excerpt, plain
from blog.media import pictures
from blog.media.models import Image
from blog.media.pictures import Picture
from blog.syndication.addresses import absolute

# Search results show about this much of a description.
DESCRIPTION_CHARS = 200
CURSORS = ("before", "after")


@dataclass(frozen=True)
class Head:
    """The facts of one page's head; `title` without the site's name."""

    title: str
    url: str
    description: str = ""
    kind: str = "website"
    image: Image | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    tags: list[str] = field(default_factory=list)

    @property
    def image_url(self) -> str:
        """Absolute address of the picture, or nothing."""
        return absolute(self.picture.src) if self.picture else ""

    @property
    def picture(self) -> Picture | None:
        """The picture as other sites show it beside a link: cropped around its focal point."""
        return pictures.share(self.image) if self.image and not self.image.is_gone else None


def head_of(article: Article) -> Head:
    """Return the head of an article's page, from its live revision only. Needs `for_page()`."""
    live = article.live
    if live is None:
        raise ValueError("Only an article with a live revision has a page.")
    return Head(
        title=live.title,
        url=absolute(article.get_absolute_url()),
        description=live.search_description or live.excerpt or _opening(article),
        kind="article",
        image=live.cover,
        published_at=article.publish_at,
        modified_at=article.updated_at,
        tags=[tag.name for tag in live.tags.all()],
    )


def _opening(article: Article) -> str:
    rows = article.live.manifest.all() if article.live else []
    return next((excerpt(plain(row.html), DESCRIPTION_CHARS) for row in rows if plain(row.html)), "")


def canonical(path: str, query: dict[str, str], *, keep: tuple[str, ...] = CURSORS) -> str:
    """Return the canonical address of a list: its path, and of the query only what chooses the page."""
    kept = {name: query[name] for name in keep if query.get(name)}
    return absolute(path) + (f"?{urlencode(kept)}" if kept else "")
