"""A smaller heading without the greater one it belongs under."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.integrity.registry import Found, Kind, Rule
from blog.integrity.subject import Part, Subject
from blog.markup.elements import BLOCKS, VOID
from blog.markup.tokens import Start, Text


def find(part: Part, subject: Subject) -> Iterator[Found]:
    """Yield the first h4 that no h3 precedes; a section without a heading of its own gives no h2 either."""
    at, level = 0, 2
    for index, token in enumerate(part.tokens):
        if isinstance(token, Start) and token.name in ("h3", "h4"):
            new = int(token.name[1])
            if new > level + 1:
                text = _heading(part, index)
                facts = {"heading": text}
                yield Found(RULE.name, part.uid, start=at, end=at + len(text), facts=facts, bound=text)
                return
            level = new
        at += len(token.text) if isinstance(token, Text) else token.name in BLOCKS or token.name in VOID


def _heading(part: Part, index: int) -> str:
    """Return the text of the heading that the token at `index` opens."""
    text = ""
    for token in part.tokens[index + 1 :]:
        if isinstance(token, Text):
            text += token.text
        elif token.name in ("h3", "h4"):
            break
    return text


RULE = Rule(
    name="heading-order",
    label=gettext_lazy("A heading that skips a level"),
    kind=Kind.EDITORIAL,
    say=lambda facts: (
        _("“%(heading)s” is a smaller heading, but no greater one stands above it in this section.") % facts
    ),
    part=find,
    order=62,
)
