"""What the checks say of a section while somebody types; nothing is stored."""

from django.contrib.auth.models import User
from django.utils import timezone

from blog.articles import findings
from blog.articles.content import SectionContent
from blog.articles.models import Article, Section
from blog.integrity import panel
from blog.integrity.audit import key_of, row_of
from blog.integrity.gathering import subject_typed
from blog.integrity.models import Finding
from blog.integrity.policy import Policy
from blog.integrity.registry import Action, look, rules


def findings_typed(
    article: Article, content: SectionContent, *, uid: str, arrived: str, by: User
) -> list[findings.Finding]:
    """Return the findings about one section as it is typed, without what was called fine.

    Where the text is what is stored, they have their buttons; rules that look at the whole article speak then too.
    """
    actions = Policy().for_user(by)
    section = article.sections.filter(uid=uid).first() if article.pk and uid else None
    known = (
        list(section.findings.exclude(status=Finding.Status.CUT).select_related("section")) if section else []
    )
    if section and section.digest == content.digest:
        return panel.shown([row for row in known if row.status == Finding.Status.OPEN], actions)
    only = [name for name, action in actions.items() if action != Action.OFF]
    subject = subject_typed(article, content, uid=uid, arrived=arrived)
    rows = [row_of(article, section, found, now=timezone.now()) for found in look(subject, only=only)]
    rows += _lasting(known, section, content, article)
    fine = {key_of(row) for row in known if row.status == Finding.Status.FINE}
    distinct = {key_of(row): row for row in reversed(rows) if key_of(row) not in fine}
    return panel.shown(reversed(distinct.values()), actions)


def _lasting(
    known: list[Finding], section: Section | None, content: SectionContent, article: Article
) -> list[Finding]:
    lasting = []
    for row in known:
        rule = rules().get(row.rule)
        found = (
            rule.lasts(content, row.found)
            if rule and rule.lasts and row.status == Finding.Status.OPEN
            else None
        )
        if found:
            lasting.append(row_of(article, section, found, now=row.found_at))
    return lasting
