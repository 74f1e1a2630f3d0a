"""`manage.py import_text FILE [--publish] [--author NAME]`."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from blog.articles.models import Article
from blog.integrity import audit
from blog.integrity.models import Finding
from blog.transfer.plain_text import Unreadable
from blog.transfer.text_import import Imported, import_text


class Command(BaseCommand):
    """Import a plain-text article and check what it says."""

    help = "Import a plain-text article: first line the title, short lines between blank lines the headings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true", help="make it public at once")
        parser.add_argument(
            "--author", default="", help="login or public name; by default the first administrator"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        author = _author(options["author"])
        try:
            raw = options["file"].read_bytes()
            imported = import_text(raw, author=author, by=author, publish=options["publish"])
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except (Unreadable, ValidationError) as error:
            raise CommandError(f"{options['file']}: {_words(error)}") from error
        except PermissionDenied as error:
            raise CommandError(f"{author} may not do this: nothing was imported.") from error
        self._report(imported)

    def _report(self, imported: Imported) -> None:
        article = imported.article
        verb = "Imported" if imported.is_new else "Already imported, left as it is"
        self.stdout.write(f"{verb}: “{article.title}” ({_state(article)}), {article.get_absolute_url()}")
        for number, section in enumerate(_sections(article), start=1):
            self.stdout.write(f"  {number}. {section.heading or '(no heading)'}")
        for note in imported.notes:
            self.stdout.write(f"  note: {note}")
        self._report_checks(audit.examine(article))
        for reason in imported.refused:
            self.stderr.write(self.style.ERROR(f"Not published: {reason}"))

    def _report_checks(self, findings: Sequence[Finding]) -> None:
        """Say what is foreign in the text, then what could be better."""
        foreign = [finding for finding in findings if finding.is_foreign]
        self.stdout.write(f"Content check: {len(foreign)} finding{'' if len(foreign) == 1 else 's'}.")
        for finding in foreign:
            self.stdout.write(self.style.WARNING(f"  {_where(finding)}: {finding.sentence}"))
        for finding in findings:
            if not finding.is_foreign:
                self.stdout.write(f"  hint, {_where(finding)}: {finding.sentence}")


def _where(finding: Finding) -> str:
    if finding.section is None:
        return "in the article"
    return f"in “{finding.section.heading or 'the section without heading'}”"


def _sections(article: Article) -> Any:
    return article.sections.filter(position__isnull=False).order_by("position")


def _state(article: Article) -> str:
    return str(Article.objects.select_related("live").get(pk=article.pk).state().label).lower()


def _words(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _author(name: str) -> User:
    staff = User.objects.filter(is_active=True)
    if not name:
        first = staff.filter(is_superuser=True).order_by("pk").first()
        if first is None:
            raise CommandError("There is no administrator yet: name an author with --author.")
        return first
    found = list(staff.filter(Q(username=name) | Q(author_profile__display_name=name)).distinct()[:2])
    if len(found) != 1:
        raise CommandError(
            f"There is no author named “{name}”."
            if not found
            else f"Several authors are named “{name}”: use a login."
        )
    return found[0]
