"""The same rules over every article: in chunks, resumable, with the memory of one chunk."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django_tasks import task

from blog.articles.access import require
from blog.articles.models import Article, Section
from blog.integrity.audit import keep
from blog.integrity.gathering import subject_of
from blog.integrity.models import CheckRun, Finding
from blog.integrity.policy import Policy

# Long enough to be quick, short enough that writers get their turn in between.
CHUNK = 50
KEPT_RUNS = 200

Teller = Callable[[Article, Sequence[Finding]], None]


def may_run(user: User) -> bool:
    """Tell whether the user may have the whole archive checked."""
    return user.is_active and user.has_perm("blog.change_any_article")


def begin(*, by: User | None, now: datetime | None = None) -> CheckRun:
    """Begin a check of every article that is not in the trash; nothing is looked at yet."""
    rows = _articles()
    last = rows.aggregate(last=Max("pk"))["last"] or 0
    run = CheckRun.objects.create(
        started_at=now or timezone.now(), started_by=by, total=rows.count(), last=last
    )
    kept = CheckRun.objects.order_by("-started_at", "-pk").values_list("pk", flat=True)[:KEPT_RUNS]
    CheckRun.objects.exclude(pk__in=list(kept)).delete()
    return run


def unfinished() -> CheckRun | None:
    """Return the newest run that was not finished, if any."""
    return CheckRun.objects.filter(finished_at=None).order_by("-started_at", "-pk").first()


def start_in_background(*, by: User) -> CheckRun:
    """Begin a check, or go on with one that was left, in a background worker. Raises PermissionDenied."""
    require(may_run(by))
    run = unfinished() or begin(by=by)
    transaction.on_commit(lambda: carry_out.enqueue(run.pk))
    return run


@task()
def carry_out(run_id: int) -> None:
    """Work through a run until it is done; started twice, or again after a crash, it counts nothing twice."""
    while advance(run_id):
        pass


@transaction.atomic
def advance(run_id: int, *, tell: Teller | None = None, chunk: int = CHUNK) -> bool:
    """Check the next chunk in one transaction; return whether there may be more.

    `tell` hears of each article with its findings.
    """
    # The locked row lets one worker at a time go on, from where the last one committed.
    run = CheckRun.objects.select_for_update().get(pk=run_id)
    if run.finished_at is not None:
        return False
    articles = list(_articles().filter(pk__gt=run.reached, pk__lte=run.last).order_by("pk")[:chunk])
    counts = Counter(run.counts)
    for article, findings in _checked(articles):
        counts.update(finding.rule for finding in findings)
        run.flagged += bool(findings)
        if tell:
            tell(article, findings)
    run.counts, run.done = dict(counts), run.done + len(articles)
    if articles:
        run.reached = articles[-1].pk
    else:
        run.finished_at = timezone.now()
    run.save(update_fields=["counts", "done", "flagged", "reached", "finished_at"])
    return bool(articles)


def _articles() -> QuerySet[Article]:
    return Article.objects.exclude(status=Article.Status.TRASHED).select_related("cover")


def _checked(articles: Sequence[Article]) -> list[tuple[Article, list[Finding]]]:
    """Look at the articles of a chunk: sections and known findings are read together."""
    pks = [article.pk for article in articles]
    sections: dict[int, list[Section]] = {pk: [] for pk in pks}
    rows = Section.objects.filter(article__in=pks, position__isnull=False).select_related("figure")
    for section in rows.order_by("article", "position"):
        sections[section.article_id].append(section)
    known: dict[int, list[Finding]] = {pk: [] for pk in pks}
    for row in Finding.objects.filter(article__in=pks).exclude(status="cut").select_related("section"):
        known[row.article_id].append(row)
    only, now = Policy().in_use(), timezone.now()
    return [
        (article, _keep(article, sections[article.pk], known[article.pk], only, now)) for article in articles
    ]


def _keep(
    article: Article, sections: list[Section], known: list[Finding], only: list[str], now: datetime
) -> list[Finding]:
    subject = subject_of(article, sections)
    return keep(article, sections, known, subject, only=only, now=now)
