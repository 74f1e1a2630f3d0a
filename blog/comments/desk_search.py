"""The one search box of the desk: words and `field:value`, read into a narrower queryset."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from blog.comments import moderation
from blog.comments.models import Comment, Flag, Reason, Status, Trace, Verdict

MAX_CHARS = 400
# As many digits of a digest as tell networks apart in an address bar.
NETWORK_SHOWN = 12
# So many comments are read for words before the page is shown; a link goes on from there.
READ_AT_ONCE = 20_000
# A reason that more comments have is looked for in each row, a rarer one in its index.
RARE = 2_000
_PIECE = re.compile(r'(?:(?P<field>[a-z]+):)?(?:"(?P<quoted>[^"]*)"|(?P<bare>\S+))', re.IGNORECASE)


@dataclass
class Search:
    """What was asked for: pairs of field and value, plain words, and a sentence for each thing not understood."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)


def read_part(text: str) -> str:
    """Return as much of a search as is read; a list repeats it in the links of every row."""
    return text.replace("\x00", "")[:MAX_CHARS]


def parse(text: str, *, private: bool = True) -> Search:
    """Read a search; what is no field, or holds no usable value, is looked for as words, with a hint.

    `private`: whether the asker may search by address and network. Never raises.
    """
    search = Search()
    for piece in _PIECE.finditer(read_part(text)):
        name, value = (piece["field"] or "").lower(), piece["quoted"] or piece["bare"] or ""
        if not name or value.startswith("//"):
            search.words.append(value if not name else piece[0])
        elif hint := _objection(name, value, private=private):
            search.words.append(piece[0])
            search.hints.append(hint)
        else:
            search.fields.append((name, value))
    search.words = [word for word in search.words if word]
    return search


def _objection(name: str, value: str, *, private: bool) -> str:
    if name not in FIELDS or (name in PRIVATE and not private):
        return _("“%(name)s:” is no field; it was looked for as words. Fields: %(fields)s.") % {
            "name": name,
            "fields": ", ".join(f"{known}:" for known in FIELDS if private or known not in PRIVATE),
        }
    if FIELDS[name](value) is None:
        return _("“%(value)s” does not fit “%(name)s:”; it was looked for as words.") % {
            "value": value,
            "name": name,
        }
    return ""


def narrow(comments: QuerySet[Comment], search: Search, *, private: bool = True) -> QuerySet[Comment]:
    """Keep what the search asks for: every field and every word must fit."""
    for name, value in search.fields:
        is_frequent = name == "reason" and _is_frequent(value)
        condition = _reason_in_each(value) if is_frequent else FIELDS[name](value)
        if condition is not None:
            comments = comments.filter(condition)
    for word in search.words:
        found = Q(body__icontains=word) | Q(author_name__icontains=word)
        if private:
            found |= Q(author_email__icontains=word)
        comments = comments.filter(found)
    return comments


def quick(search: Search) -> Search | None:
    """Return the part of a search that indexes answer; None where that is all of it."""
    fields = [(name, value) for name, value in search.fields if _is_quick(name, value)]
    rest = len(search.fields) - len(fields)
    return Search(fields) if rest or search.words else None


def _is_quick(name: str, value: str) -> bool:
    if name == "reason":
        return not _is_frequent(value)
    return name in INDEXED or (name == "email" and _is_address(value))


def _is_frequent(value: str) -> bool:
    return Reason.objects.filter(check_name=_check(value)).order_by()[: RARE + 1].count() > RARE


def matching(filters: Mapping[str, str], *, by: moderation.Actor) -> QuerySet[Comment]:
    """Return what a list with these filters (`status`, `q`, `article`) shows to the user, on all its pages."""
    status = filters.get("status", "")
    rows: QuerySet[Comment]
    rows = Comment.objects.filter(status=status if status in Status.values else Status.PENDING).order_by("pk")
    rows = of_article(rows, filters.get("article", ""))
    private = moderation.may_decide(by)
    rows = narrow(rows, parse(filters.get("q", ""), private=private), private=private)
    return moderation.within_reach(rows, by=by)


def of_article(comments: QuerySet[Comment], article: str) -> QuerySet[Comment]:
    """Keep the comments on an article, given by the digits of its key; all of them where it is empty."""
    if not article:
        return comments
    is_key = article.isdecimal() and len(article) < 18
    return comments.filter(article=int(article)) if is_key else comments.none()


def _link(value: str) -> Q | None:
    domain = value.casefold().removeprefix("www.").partition("/")[0]
    # An address below it counts too: cheap.example finds shop.cheap.example.
    traces = Trace.objects.filter(kind__in=[Trace.Kind.LINK, Trace.Kind.ABOVE], value=domain)
    return Q(pk__in=traces.values("comment")) if domain else None


def _email(value: str) -> Q:
    if not _is_address(value):
        return Q(author_email__icontains=value)
    return Q(Exact(Lower("author_email"), Lower(Value(value))))


def _is_address(value: str) -> bool:
    return "@" in value.strip("@")


def _network(value: str) -> Q | None:
    digest = value.casefold()
    if not re.fullmatch(r"[0-9a-f]{4,64}", digest):
        return None
    # A range, not LIKE: only this can use the index.
    return Q(network__gte=digest, network__lt=f"{digest}g")


def _moment(value: str) -> datetime | None:
    try:
        day = parse_date(value)
        return timezone.make_aware(datetime.combine(day, time.min)) if day else None
    except (ValueError, OverflowError):
        return None


def _before(value: str) -> Q | None:
    moment = _moment(value)
    return Q(submitted_at__lt=moment) if moment else None


def _after(value: str) -> Q | None:
    moment = _moment(value)
    return Q(submitted_at__gte=moment) if moment else None


_CHECKS_BY_WORD = {"repeat": "repeated-text", "repetition": "repeated-text", "honeypot": "honeypot-filled"}


def _check(value: str) -> str:
    return _CHECKS_BY_WORD.get(value.casefold(), value.casefold())


def _reason(value: str) -> Q | None:
    return Q(pk__in=Reason.objects.filter(check_name=_check(value)).values("comment"))


def _reason_in_each(value: str) -> Q:
    # A value and not a condition: a planner would turn that into a list of all comments with the reason.
    found = Reason.objects.filter(check_name=_check(value), comment=OuterRef("pk")).order_by()
    return Q(Exact(Subquery(found.values("check_name")[:1]), Value(_check(value))))


def _verdict(value: str) -> Q | None:
    verdict = {"good": "ham"}.get(value.casefold(), value.casefold())
    return Q(verdict=verdict) if verdict in Verdict.values else None


def _campaign(value: str) -> Q | None:
    return Q(campaign=value) if re.fullmatch(r"[0-9a-f]{16}", value) else None


def _flag(value: str) -> Q | None:
    flags = Flag.objects.all()
    if value.casefold() == "open":
        flags = flags.filter(outcome=Flag.Outcome.OPEN)
    elif value.casefold() in Flag.Reason.values:
        flags = flags.filter(reason=value.casefold())
    elif value.casefold() != "any":
        return None
    return Q(pk__in=flags.values("comment"))


FIELDS: dict[str, Callable[[str], Q | None]] = {
    "link": _link,
    "email": _email,
    "name": lambda value: Q(author_name__icontains=value),
    "network": _network,
    "article": lambda value: Q(article__slug=value),
    "section": lambda value: Q(section__uid=value) | Q(section__heading__icontains=value),
    "reason": _reason,
    "verdict": _verdict,
    "campaign": _campaign,
    "flag": _flag,
    "before": _before,
    "after": _after,
}
PRIVATE = frozenset({"email", "network"})
# Found by an index whatever the tab holds; all others are looked for row by row.
INDEXED = frozenset({"link", "network", "article", "campaign", "flag", "before", "after"})
