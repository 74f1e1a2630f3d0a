"""What the article form shows of findings; offered to the articles room when the app is ready."""

from django.urls import reverse
from django.utils.translation import gettext as _

from blog.articles import findings
from blog.articles.models import Article
from blog.integrity.models import Finding


def open_findings(article: Article) -> list[findings.Finding]:
    """Return the article's open findings in the shape the article form shows (one query)."""
    rows = article.findings.filter(status=Finding.Status.OPEN).select_related("section")
    return [_shown(row) for row in rows.order_by("section__position", "start")]


def _shown(row: Finding) -> findings.Finding:
    return findings.Finding(
        uid=row.section.uid,
        sentence=row.sentence,
        excerpt_before=row.before,
        marked=row.marked,
        excerpt_after=row.after,
        actions=[
            findings.Action(_("Cut"), reverse("admin:finding-cut", args=[row.pk])),
            findings.Action(_("This is fine here"), reverse("admin:finding-fine", args=[row.pk])),
        ],
    )
