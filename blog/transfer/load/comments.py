"""Comments with threads, verdicts, reasons, traces, networks and the decisions that were taken about them."""

import json
from bisect import bisect
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate, count
from random import Random

from django.contrib.auth.models import User
from django.db.models import Model

from blog.comments import campaigns, networks, rules
from blog.comments.models import (
    Comment,
    Decision,
    DecisionItem,
    FilterOpinion,
    LearnedDecision,
    Reason,
    Status,
    Trace,
    Verdict,
)
from blog.markup import comment_markdown
from blog.transfer.load.articles import Written
from blog.transfer.load.tables import Table, next_key
from blog.transfer.load.words import Wordsmith, person

# Shares of what is not waiting, and what the filter thinks of each; made up, near what blogs report.
STATUSES = {Status.APPROVED: 55, Status.SPAM: 40, Status.TRASH: 5}
VERDICTS = {
    Status.PENDING: (Verdict.HAM, 50, Verdict.UNSURE, 35, Verdict.SPAM, 15),
    Status.APPROVED: (Verdict.HAM, 75, Verdict.UNSURE, 24, Verdict.SPAM, 1),
    Status.SPAM: (Verdict.HAM, 1, Verdict.UNSURE, 29, Verdict.SPAM, 70),
    Status.TRASH: (Verdict.HAM, 40, Verdict.UNSURE, 40, Verdict.SPAM, 20),
}
AGAINST = (
    "repeated-text",
    "many-links",
    "website",
    "busy-network",
    "form-too-fast",
    "honeypot-filled",
    "links",
)
PEOPLE, SENDERS, DOMAINS, CAMPAIGNS, ANSWERABLE = 60_000, 4_000, 3_000, 500, 20
# The newest decisions are known to the filter, as if `rehearse_filter --last` had been run.
LEARNED = 20_000
# How many comments moderators decide about at once.
ACT_SIZES = (1, 1, 1, 2, 5, 30)


@dataclass(frozen=True, slots=True)
class _Text:
    body: str
    html: str
    domain: str
    marks: list[str]


class CommentWriter:
    """Writes comments in the order of time; `store` brings them into the database."""

    def __init__(self, chance: Random, articles: list[Written], moderators: list[User], total: int) -> None:
        self._chance, self._words, self._articles, self._total = chance, Wordsmith(chance), articles, total
        self._moderators = moderators
        # A few articles draw most comments: the one at rank n as many as 1/√n of the first.
        ranks = Random(total).sample(range(len(articles)), len(articles))
        self._weights = list(accumulate((rank + 1) ** -0.5 for rank in ranks))
        self._public = [article.at for article in articles]
        self._answerable: dict[int, deque[tuple[int, int]]] = {}
        self._comment, self._decision = count(next_key(Comment)), count(next_key(Decision))
        self._acts: dict[str, tuple[int, int]] = {}
        self._refrains = [self._words.sentences(3) for _ in range(CAMPAIGNS)]
        self._tables = {name: Table(model, *columns.split()) for name, (model, columns) in _COLUMNS.items()}

    def write(self, number: int, at: datetime, *, waits: bool) -> None:
        """Write one comment; `number` counts from 0, the oldest first."""
        pk, status = next(self._comment), self._status(waits=waits)
        article = self._article(at)
        verdict = self._verdict(status)
        refrain = self._refrain(status, verdict)
        text = self._text(refrain)
        parent, root = self._parent(article, pk, status)
        section = self._chance.choice(article.sections) if self._chance.random() < 0.2 else None
        is_hidden = status == Status.SPAM and verdict == Verdict.SPAM
        decided = None if waits or is_hidden else at + timedelta(minutes=self._chance.randint(1, 3000))
        # Spam comes from few networks, people from many.
        network = self._chance.randrange(SENDERS // 20 if verdict == Verdict.SPAM else SENDERS)
        name, email = person(self._chance.randrange(PEOPLE))
        self._tables["comments"].add(
            (pk, article.pk, section, parent, root, status, name, email, _website(text, verdict), text.body)
            + (text.html, at, decided, verdict, _score(verdict), _network(network, at.year, at.month))
            + (rules.body_digest(text.body), "" if refrain is None else f"{refrain:016x}")
        )
        self._explain(pk, verdict, is_hidden=is_hidden, domain=text.domain, marks=text.marks)
        if decided:
            self._decide(pk, status, decided, is_learned=number >= self._total - LEARNED)

    def _status(self, *, waits: bool) -> str:
        if waits:
            return Status.PENDING
        return self._chance.choices(list(STATUSES), list(STATUSES.values()))[0]

    def _verdict(self, status: str) -> str:
        ham, likely, unsure, perhaps, spam, rest = VERDICTS[Status(status)]
        return str(self._chance.choices((ham, unsure, spam), (likely, perhaps, rest))[0])

    def _article(self, at: datetime) -> Written:
        """Return an article that was public by then."""
        known = max(bisect(self._public, at), 1)
        return self._articles[
            bisect(self._weights, self._chance.random() * self._weights[known - 1], hi=known - 1)
        ]

    def _refrain(self, status: str, verdict: str) -> int | None:
        """Return the campaign that a comment belongs to: most spam does, and little else."""
        share = 0.4 if verdict == Verdict.SPAM else 0.05 if status in (Status.SPAM, Status.PENDING) else 0.0
        return self._chance.randrange(CAMPAIGNS) if self._chance.random() < share else None

    def _text(self, refrain: int | None) -> _Text:
        if refrain is None:
            said = self._words.sentences(self._chance.randint(2, 5))
        else:
            said = f"{self._refrains[refrain]} {' '.join(self._words.words(2)).capitalize()}."
        domain = f"site{refrain * 5 % DOMAINS if refrain else self._chance.randrange(DOMAINS)}.example"
        if self._chance.random() > (0.8 if refrain else 0.1):
            return _Text(said, f"<p>{said}</p>\n", "", campaigns.fingerprint(said.casefold().split()))
        where = f"https://{domain}/"
        body, html = f"{said}\n\n{where}", f"<p>{said}</p>\n{_linked(where)}"
        return _Text(body, html, domain, campaigns.fingerprint(campaigns.words_of(body)))

    def _parent(self, article: Written, pk: int, status: str) -> tuple[int | None, int | None]:
        """Return what a comment answers and where that thread began; keep the approved ones for later answers."""
        known = self._answerable.setdefault(article.pk, deque(maxlen=ANSWERABLE))
        parent = root = None
        if known and self._chance.random() < 0.45:
            parent, root = self._chance.choice(known)
        if status == Status.APPROVED:
            known.append((pk, root or pk))
        return parent, root

    def _explain(self, pk: int, verdict: str, *, is_hidden: bool, domain: str, marks: list[str]) -> None:
        against = {Verdict.HAM: 0, Verdict.UNSURE: 1, Verdict.SPAM: 3}[Verdict(verdict)]
        for check in self._chance.sample(AGAINST, against):
            self._tables["reasons"].add((pk, check, 1.5, domain, Verdict.UNSURE))
        if verdict != Verdict.SPAM:
            self._tables["reasons"].add((pk, "learned-rest", -0.5, "", verdict))
        self._tables["opinions"].add((pk, _score(verdict), is_hidden, False, json.dumps([])))
        if domain:
            self._tables["traces"].add((pk, Trace.Kind.LINK, domain))
        for mark in marks:
            self._tables["traces"].add((pk, Trace.Kind.TEXT, mark))

    def _decide(self, pk: int, status: str, at: datetime, *, is_learned: bool) -> None:
        decision, left = self._acts.get(status) or self._begin(status, at)
        self._tables["items"].add((decision, pk, Status.PENDING, status))
        self._acts[status] = (decision, left - 1)
        if left == 1:
            del self._acts[status]
        if is_learned and status != Status.TRASH:
            is_spam = status == Status.SPAM
            self._tables["learned"].add((pk, is_spam, 1.0 if is_spam else -1.0, False, False, 0.0, at))

    def _begin(self, status: str, at: datetime) -> tuple[int, int]:
        verb = {Status.APPROVED: Decision.Verb.APPROVE, Status.SPAM: Decision.Verb.SPAM}.get(Status(status))
        pk, by = next(self._decision), self._chance.choice(self._moderators)
        self._tables["decisions"].add((pk, verb or Decision.Verb.TRASH, by.pk, at))
        return pk, self._chance.choice(ACT_SIZES)

    def store(self) -> None:
        """Store what was written; call inside a transaction."""
        for table in self._tables.values():
            table.store()


_COLUMNS: dict[str, tuple[type[Model], str]] = {
    "comments": (
        Comment,
        "id article_id section_id parent_id root_id status author_name author_email author_url body html "
        "submitted_at decided_at verdict score network body_digest campaign",
    ),
    "reasons": (Reason, "comment_id check_name weight evidence without"),
    "opinions": (FilterOpinion, "comment_id score hides is_audit nearest"),
    "traces": (Trace, "comment_id kind value"),
    "decisions": (Decision, "id verb by_id at"),
    "items": (DecisionItem, "decision_id comment_id from_status to_status"),
    "learned": (LearnedDecision, "comment_id is_spam score hides is_audit held_out_score learned_at"),
}


def _score(verdict: str) -> float:
    return {Verdict.HAM: -2.0, Verdict.UNSURE: 0.5, Verdict.SPAM: 4.0}[Verdict(verdict)]


def _website(text: _Text, verdict: str) -> str:
    return f"https://{text.domain}/" if text.domain and verdict == Verdict.SPAM else ""


@lru_cache(maxsize=DOMAINS)
def _linked(address: str) -> str:
    return comment_markdown.render(address)


@lru_cache(maxsize=200_000)
def _network(number: int, year: int, month: int) -> str:
    noon = datetime.fromisoformat(f"{year}-{month:02}-15T12:00:00+00:00")
    return networks.digest_of(f"198.51.{number >> 8}.{number & 255}/32", now=noon)
