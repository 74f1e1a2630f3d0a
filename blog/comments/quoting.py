"""A quoted reply: the words of another comment as the Markdown of a quote."""

import re

from blog.comments.models import Comment
from blog.markup import comment_markdown
from blog.markup.text import excerpt, plain

# Enough to show what is meant; the whole stands one click away.
QUOTE_MAX_CHARS = 300

_MARKS = re.compile(r"([!-/:-@\[-`{-~])")


def quoted(comment: Comment) -> str:
    """Return a comment's own words as a quote on one line of Markdown, "" where it has none.

    At most QUOTE_MAX_CHARS; what the comment quotes itself is left out. Rendered, it says what readers see.
    """
    line = excerpt(plain(comment.html, quotes=False), QUOTE_MAX_CHARS)
    if not line:
        return ""
    words = line if _is_plain(line) else _MARKS.sub(r"\\\1", line)
    return f"> {words}\n\n"


def _is_plain(line: str) -> bool:
    """Tell whether the line means itself; what Markdown would read as its own is escaped."""
    html = comment_markdown.render(f"> {line}")
    return (
        html.count("<p>") == 1 and plain(html) == line and not re.search(r"<(?!/?(p|blockquote|a)\b)", html)
    )
