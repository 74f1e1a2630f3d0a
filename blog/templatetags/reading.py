"""Dates, reading times and initials as the reading pages write them."""

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext, pgettext

from blog.articles.models import Article
from blog.markup.text import reading_minutes

register = template.Library()


@register.filter
def day(moment: datetime | date) -> SafeString:
    """Return a <time> element: the day in words, its exact moment for machines."""
    moment = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    machine = moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()
    words = date_format(moment, pgettext("day of publication", "j F Y"))
    return format_html('<time datetime="{}">{}</time>', machine, words)


@register.filter
def day_in_year(moment: datetime) -> SafeString:
    """Return a <time> element with day and month, where the year stands above it."""
    moment = timezone.localtime(moment)
    words = date_format(moment, pgettext("day of a known year", "j M"))
    return format_html('<time datetime="{}">{}</time>', moment.date().isoformat(), words)


@register.filter
def minutes(words: int) -> str:
    """Return the reading time of so many words."""
    count = reading_minutes(words)
    return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}


@register.filter
def replies(count: int) -> str:
    """Return how many replies there are, in words."""
    return ngettext("%(count)d reply", "%(count)d replies", count) % {"count": count}


@register.filter
def by_month(articles: Iterable[Article]) -> list[tuple[date, list[Article]]]:
    """Group articles, newest first, by the month of their publication in the site's time zone."""
    months: dict[date, list[Article]] = {}
    for article in articles:
        if article.publish_at:
            months.setdefault(timezone.localdate(article.publish_at).replace(day=1), []).append(article)
    return list(months.items())
