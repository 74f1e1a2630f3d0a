"""A link whose words do not say where it leads."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.integrity.registry import Found, Kind, Rule, quoted
from blog.integrity.subject import Part, Subject
from blog.markup.elements import BLOCKS, VOID
from blog.markup.tokens import End, Start, Text

# What people write when they think of the hand instead of the reader, in the languages the dictionaries know.
_SAYS_NOTHING = frozenset(
    (
        "here", "click", "click here", "this", "this link", "this page", "link", "read more", "more", "learn more",
        "more here", "see here", "go", "page", "website", "this website", "this article",
        "aquí", "haz clic aquí", "pincha aquí", "este enlace", "enlace", "leer más", "más",
        "ici", "cliquez ici", "ce lien", "lien", "lire la suite", "en savoir plus",
        "hier", "hier klicken", "klick hier", "klicken sie hier", "dieser link", "link hier", "mehr", "weiterlesen",
        "qui", "clicca qui", "questo link", "leggi di più", "aqui", "clique aqui", "este link", "leia mais",
        "klik hier", "deze link", "lees meer",
    )
)  # fmt: skip
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{24,}", re.IGNORECASE)
_EDGES = " \t\n.,:;!…»«\"'“”()[]→›>"


def find(part: Part, subject: Subject) -> Iterator[Found]:
    at, start, words, inside = 0, 0, "", False
    for token in part.tokens:
        if isinstance(token, Start) and token.name == "a":
            start, words, inside = at, "", True
        elif isinstance(token, End) and token.name == "a" and inside:
            inside = False
            if _says_nothing(words):
                is_bare = bool(_ADDRESS.match(words))
                yield quoted(RULE.name, part.uid, "body", part.text, start, at, bare=is_bare)
        elif isinstance(token, Text):
            words += token.text
        at += len(token.text) if isinstance(token, Text) else token.name in BLOCKS or token.name in VOID


def _says_nothing(words: str) -> bool:
    plain = " ".join(words.strip(_EDGES).casefold().split())
    return plain in _SAYS_NOTHING or bool(_ADDRESS.fullmatch(words.strip()))


def say(facts: Mapping[str, Any]) -> str:
    known = dict(facts)
    if known["bare"]:
        return _("A link shows its bare address; words would tell readers where it leads.")
    return _("The link “%(marked)s” does not say where it leads.") % known


RULE = Rule(
    name="link-text",
    label=gettext_lazy("Link text that says nothing"),
    kind=Kind.EDITORIAL,
    say=say,
    part=find,
    order=64,
)
