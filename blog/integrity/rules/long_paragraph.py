"""A paragraph that fills a screen."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.integrity.registry import CONTEXT_CHARS, Found, Kind, Rule
from blog.integrity.subject import Part, Subject
from blog.markup.text import word_count

# About a screen of a telephone, twice what style guides advise at most.
MOST_WORDS = 220


def find(part: Part, subject: Subject) -> Iterator[Found]:
    if part.words <= MOST_WORDS:
        return
    at = 0
    for line in part.prose.splitlines(keepends=True):
        words = word_count(line) if len(line) > MOST_WORDS else 0
        if words > MOST_WORDS:
            opening = line[:CONTEXT_CHARS].strip()
            yield Found(
                RULE.name,
                part.uid,
                start=at,
                end=at + len(line.rstrip()),
                marked=opening,
                after="…",
                facts={"words": words},
                bound=f"{opening}:{words // 50}",
            )
        at += len(line)


RULE = Rule(
    name="long-paragraph",
    label=gettext_lazy("A very long paragraph"),
    kind=Kind.EDITORIAL,
    say=lambda facts: _("This paragraph has %(words)d words; two would be easier to read.") % facts,
    part=find,
    order=73,
)
