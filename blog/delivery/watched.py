"""Which change of which row changes which pages: the one list that the triggers are made from.

Columns are named by what visitors never see of a row, so that a new column counts until somebody says it
does not. `{row}` stands for the row before or after the change, `{first}` and `{last}` for the ends of time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps


@dataclass(frozen=True)
class Watch:
    """One kind of change of one table.

    `when`: condition on a row, one of the two has to meet it. `columns`: the fields whose change counts, or,
    with `but`, those whose change does not. `keys`: SELECT statements of one column, over the row.
    """

    name: str
    model: str
    keys: Sequence[str]
    when: str = ""
    columns: Sequence[str] = ()
    but: Sequence[str] = ()

    @property
    def table(self) -> str:
        """The table's name."""
        return str(apps.get_model(self.model)._meta.db_table)

    def watched_columns(self) -> list[str]:
        """Return the columns whose change counts, in the table's order."""
        fields = [f for f in apps.get_model(self.model)._meta.concrete_fields if not f.primary_key]
        if self.columns:
            fields = [f for f in fields if f.name in self.columns]
        return [f.column for f in fields if f.name not in self.but]


PUBLISHED = "{row}.status = 'published'"
# What only editors see, or what the live revision says in its place.
WORKING_COPY = (
    "title",
    "excerpt",
    "search_description",
    "cover",
    "category",
    "saved_at",
    "created_at",
    "working_digest",
    "status_before_trash",
    "import_ref",
)
# What only moderators see.
DESK_ONLY = (
    "author_email",
    "verdict",
    "score",
    "network",
    "body_digest",
    "campaign",
    "likely_spam",
    "decided_at",
)
_TAGS = "SELECT 'tag:' || tag_id AS key FROM blog_revision_tags WHERE revision_id = {row}.live_id"
_CATEGORY = (
    "SELECT 'category:' || category_id AS key FROM blog_revision"
    " WHERE id = {row}.live_id AND category_id IS NOT NULL"
)
# The pages that name the article as their neighbour once it comes in between: the nearest on either side that
# will not expire, and those between them, of which any may have expired by now.
_NEIGHBOURS = (
    "SELECT 'article:' || other.id AS key FROM blog_article AS other WHERE other.status = 'published'"
    " AND {row}.status = 'published'"
    " AND other.publish_at >= COALESCE((SELECT earlier.publish_at FROM blog_article AS earlier"
    " WHERE earlier.status = 'published' AND earlier.expire_at IS NULL"
    " AND earlier.publish_at < {row}.publish_at ORDER BY earlier.publish_at DESC LIMIT 1), {first})"
    " AND other.publish_at <= COALESCE((SELECT later.publish_at FROM blog_article AS later"
    " WHERE later.status = 'published' AND later.expire_at IS NULL"
    " AND later.publish_at > {row}.publish_at ORDER BY later.publish_at LIMIT 1), {last})"
)

# The articles whose live revision shows a picture.
_COVER_OF = (
    "SELECT 'article:' || article.id AS key FROM blog_revision AS revision JOIN blog_article AS article"
    " ON article.live_id = revision.id WHERE revision.cover_id = {row}.id"
)
_FIGURE_OF = (
    "SELECT 'article:' || article.id AS key FROM blog_sectiontext AS text JOIN blog_revisionsection AS place"
    " ON place.text_id = text.digest JOIN blog_article AS article ON article.live_id = place.revision_id"
    " WHERE text.figure_id = {row}.id"
)

WATCHES: Sequence[Watch] = (
    Watch(
        "article",
        "blog.Article",
        ["SELECT 'article:' || {row}.id AS key", "SELECT 'all' AS key"],
        when=PUBLISHED,
        but=WORKING_COPY,
    ),
    Watch(
        "order",
        "blog.Article",
        ["SELECT 'order' AS key", _NEIGHBOURS],
        when=PUBLISHED,
        columns=("status", "publish_at", "expire_at"),
    ),
    Watch(
        "shelves",
        "blog.Article",
        ["SELECT 'shelves' AS key", "SELECT 'author:' || {row}.author_id AS key", _TAGS, _CATEGORY],
        when=PUBLISHED,
        columns=("status", "publish_at", "expire_at", "live", "author", "slug", "updated_at"),
    ),
    Watch(
        "comment",
        "blog.Comment",
        ["SELECT 'thread:' || {row}.article_id AS key", "SELECT 'all' AS key"],
        when="{row}.status = 'approved'",
        but=DESK_ONLY,
    ),
    Watch(
        "correction",
        "blog.Correction",
        ["SELECT 'article:' || {row}.article_id AS key", "SELECT 'all' AS key"],
        when="{row}.status = 'fixed'",
        but=("opened_by", "opened_at", "settled_by", "settled_at", "awaits_since", "section"),
    ),
    Watch("settings", "blog.SiteSettings", ["SELECT 'site' AS key"], but=("filter_hide_one_in",)),
    Watch("profile", "blog.AuthorProfile", ["SELECT 'site' AS key"]),
    Watch("tag", "blog.Tag", ["SELECT 'site' AS key"]),
    Watch("category", "blog.Category", ["SELECT 'site' AS key"]),
    Watch("image", "blog.Image", ["SELECT 'all' AS key", _COVER_OF, _FIGURE_OF]),
    Watch(
        "user",
        "auth.User",
        ["SELECT 'site' AS key"],
        columns=("username", "first_name", "last_name", "is_active"),
    ),
)

# Rows of these never change once an article shows them: it comes to show others.
FROZEN = {
    "blog_revision",
    "blog_revision_tags",
    "blog_revisionsection",
    "blog_section",
    "blog_sectiontext",
}


def known_tables() -> set[str]:
    """Return the tables a kept page may have been made from."""
    return FROZEN | {watch.table for watch in WATCHES}
