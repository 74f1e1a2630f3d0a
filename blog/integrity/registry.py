"""The rules there are. A rule is one file in `rules`: adding the file adds the rule."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.articles.content import SectionContent
from blog.integrity.subject import Part, Subject
from blog.site.roles import ADMINISTRATOR, AUTHOR, EDITOR

CONTEXT_CHARS = 60
MARKED_CHARS = 400
ROLES = (ADMINISTRATOR, EDITOR, AUTHOR)


class Action(models.TextChoices):
    """What becomes of a rule's findings."""

    OFF = "off", _("off")
    WARN = "warn", _("warn")
    BLOCK = "block", _("block")


class Kind(StrEnum):
    """What a rule looks for: text that nobody here wrote, or writing that could be better."""

    FOREIGN = "foreign"
    EDITORIAL = "editorial"


@dataclass(frozen=True)
class Found:
    """One place: `start` and `end` count in the text of `field` (of "body" in its running text).

    `uid` empty: the article as a whole. `bound`: what "fine here" holds for; another text has another one.
    """

    rule: str
    uid: str
    field: str = "body"
    start: int = 0
    end: int = 0
    before: str = ""
    marked: str = ""
    after: str = ""
    facts: Mapping[str, Any] = made(default_factory=dict)
    bound: str = ""


@dataclass(frozen=True)
class Fix:
    """A correction in one click: section content in, section content out. Raises ValueError where it does not fit."""

    name: str
    label: Any
    done: Any
    apply: Callable[[SectionContent, Found], SectionContent]


@dataclass(frozen=True)
class Rule:
    """One check. `part` looks at one section, `whole` at the article; `say` makes the sentence of a finding.

    `may_confirm`: calling a finding fine lifts a block; else only somebody it does not block may do that.
    """

    name: str
    label: Any
    kind: Kind
    say: Callable[[Mapping[str, Any]], str]
    part: Callable[[Part, Subject], Iterable[Found]] | None = None
    whole: Callable[[Subject], Iterable[Found]] | None = None
    fixes: tuple[Fix, ...] = ()
    order: int = 50
    # For what is seen only once, as it comes in: an earlier finding at its place in today's text, or None.
    lasts: Callable[[SectionContent, Found], Found | None] | None = None

    @property
    def default(self) -> Action:
        """What its findings do where nobody said otherwise."""
        return Action.BLOCK if self.kind == Kind.FOREIGN else Action.WARN

    @property
    def may_confirm(self) -> bool:
        return self.kind == Kind.FOREIGN

    def find(self, subject: Subject) -> Iterator[Found]:
        """Yield what the rule finds, in the order of the text."""
        if self.whole is not None and subject.is_whole:
            yield from self.whole(subject)
        if self.part is not None:
            for part in subject.parts:
                yield from self.part(part, subject)

    def sentence(self, found: Found) -> str:
        """Return the finding as an editor reads it, in the language of the moment."""
        return self.say({"marked": found.marked.strip(), **found.facts})


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Return every rule by its name, foreign text first."""
    from blog.integrity import rules as package

    modules = (info.name for info in pkgutil.iter_modules(package.__path__))
    found = [importlib.import_module(f"{package.__name__}.{name}").RULE for name in modules]
    found.sort(key=lambda rule: (rule.kind != Kind.FOREIGN, rule.order, rule.name))
    return {rule.name: rule for rule in found}


def look(subject: Subject, *, only: Iterable[str] | None = None) -> list[Found]:
    """Return what the rules (all, or those named) find in a subject. Pure: no query, nothing stored."""
    chosen = rules().values() if only is None else [rules()[name] for name in only]
    return [found for rule in chosen for found in rule.find(subject)]


def quoted(rule: str, uid: str, field_name: str, text: str, start: int, end: int, **facts: Any) -> Found:
    """Return a finding about text[start:end] with a little of what stands around it, bound to its words."""
    marked = text[start:end][:MARKED_CHARS]
    return Found(
        rule,
        uid,
        field_name,
        start,
        end,
        before=_one_line(text[max(0, start - CONTEXT_CHARS) : start]),
        marked=marked,
        after=_one_line(text[end : end + CONTEXT_CHARS]),
        facts=facts,
        bound=f"{field_name}:{marked}",
    )


def _one_line(text: str) -> str:
    return text.replace("\n", " ")
