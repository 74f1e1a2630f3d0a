"""Connects rooms that must not import each other; called once when the app is ready."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from blog.articles import announcements, echoes, findings, gates, image_uses
from blog.articles import panels as article_panels
from blog.articles.models import Article
from blog.comments import announcements as comment_announcements
from blog.comments import (
    attack,
    attack_panel,
    correction_panel,
    corrections,
    desk_mail,
    filter_panel,
    learning,
    replies,
    retention,
    second_opinions,
    section_heat,
)
from blog.comments import panels as comment_panels
from blog.delivery import triggers
from blog.integrity import audit, gate, panel
from blog.lib import patience
from blog.mail import sending
from blog.media import usage
from blog.site import checks, roles, upkeep


def connect() -> None:
    """Register start-up checks and everything upper floors offer to lower ones."""
    checks.register()
    article_panels.register()
    comment_panels.register()
    filter_panel.register()
    attack_panel.register()
    upkeep.register_own()
    upkeep.register("mail", _("Mails queued again"), lambda now: sending.sweep(now=now))
    retention.register()
    comment_announcements.comment_received.connect(attack.notice, dispatch_uid="notice-flood")
    comment_announcements.comment_decided.connect(learning.schedule, dispatch_uid="learn-decision")
    comment_announcements.comment_received.connect(second_opinions.seek, dispatch_uid="ask-about-received")
    comment_announcements.comment_edited.connect(second_opinions.seek, dispatch_uid="ask-about-edited")
    comment_announcements.comment_decided.connect(second_opinions.schedule, dispatch_uid="tell-advisers")
    findings.register(panel.open_findings)
    usage.register(image_uses.uses_of)
    gates.register(gate.objections)
    panel.register()
    echoes.register(section_heat.echoes)
    correction_panel.register()
    announcements.article_published.connect(corrections.bind_waiting, dispatch_uid="bind-corrections")
    announcements.working_copy_saved.connect(_examine, dispatch_uid="examine-saved-text")
    comment_announcements.comment_decided.connect(replies.after_decision, dispatch_uid="mail-after-decision")
    comment_announcements.comment_received.connect(replies.after_receipt, dispatch_uid="mail-after-receipt")
    comment_announcements.comment_edited.connect(replies.after_edit, dispatch_uid="mail-after-edit")
    comment_announcements.comment_amended.connect(replies.after_amend, dispatch_uid="mail-after-amend")
    comment_announcements.comment_received.connect(desk_mail.remember, dispatch_uid="tell-desk-received")
    comment_announcements.comment_edited.connect(desk_mail.remember, dispatch_uid="tell-desk-edited")


def _examine(article: Article, *, arrived: dict[str, str] | None = None, **kwargs: Any) -> None:
    audit.examine(article, arrived=arrived)


def before_migrations(**kwargs: Any) -> None:
    """Give a migration the time it needs."""
    patience.take_time()


def after_migrations(using: str, **kwargs: Any) -> None:
    """Bring the groups of the four roles up to date, and the triggers that tell which pages have changed."""
    patience.hurry_again()
    roles.ensure_groups(using=using)
    triggers.install(using=using)
