"""What the owner lists: texts, link domains and addresses that are blocked, or spared from being hidden."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from blog.comments.spam.evidence import Evidence, Rule
from blog.comments.spam.reason import Reason

BLOCK, ALLOW = "block", "allow"
TEXT, DOMAIN, EMAIL = "text", "domain", "email"
# Decides alone, whatever else was found.
WEIGHT = 10.0
_HOST = re.compile(r"(?:https?://|\bwww\.)([^\s<>\"'\])/?#:@]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a rule is held against, brought into one form."""

    text: str
    hosts: frozenset[str]
    email: str


def listed(*, body: str, author_name: str = "", author_url: str = "", author_email: str = "") -> Listed:
    """Return a submission as rules see it: words and name folded, hosts linked to, address in small letters."""
    hosts = frozenset(host.lower().removeprefix("www.") for host in _HOST.findall(f"{body} {author_url}"))
    return Listed(fold(f"{author_name} {body}"), hosts, author_email.strip().lower())


def fold(text: str) -> str:
    """Return the text without differences of case, of width and of white space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def hits(rule: Rule, seen: Listed) -> bool:
    """Tell whether a rule speaks about a submission; an empty one never does."""
    if not rule.value:
        return False
    if rule.field == TEXT:
        return fold(rule.value) in seen.text
    value = rule.value.strip().lower()
    if rule.field == DOMAIN:
        return any(host == value or host.endswith(f".{value}") for host in seen.hosts)
    return seen.email == value or (value.startswith("@") and seen.email.endswith(value))


def reasons(evidence: Evidence) -> Iterator[Reason]:
    """Yield a certain reason for each block rule that speaks, a sparing one for each that allows."""
    if not evidence.rules:
        return
    seen = listed(
        body=evidence.body,
        author_name=evidence.author_name,
        author_url=evidence.author_url,
        author_email=evidence.author_email,
    )
    for rule in evidence.rules:
        if hits(rule, seen):
            if rule.kind == BLOCK:
                yield Reason("blocked", WEIGHT, rule.value, is_certain=True)
            else:
                yield Reason("allowed", -WEIGHT, rule.value, spares=True)
