"""Facade: every model of the app, whichever room it lives in."""

from blog.articles.models import (
    Article,
    Category,
    Revision,
    RevisionSection,
    Section,
    SectionText,
    Tag,
)
from blog.comments.models import (
    AttackPeriod,
    BulkAct,
    Comment,
    Commenter,
    Decision,
    DecisionItem,
    DeskMail,
    FilterOpinion,
    FilterState,
    Flag,
    GatheredAnswer,
    LearnedDecision,
    ListRule,
    Reason,
    SpentProof,
    StatusTally,
    Subscription,
    Trace,
)
from blog.integrity.models import CheckRun, Finding, RuleSetting
from blog.mail.models import OutgoingMail
from blog.media.models import Image, Rendition
from blog.permalinks.models import Redirect
from blog.site.models import AuthorProfile, SiteSettings, UpkeepRun

__all__ = [
    "Article",
    "AttackPeriod",
    "AuthorProfile",
    "BulkAct",
    "Category",
    "CheckRun",
    "Comment",
    "Commenter",
    "Decision",
    "DecisionItem",
    "DeskMail",
    "FilterOpinion",
    "FilterState",
    "Finding",
    "Flag",
    "GatheredAnswer",
    "Image",
    "LearnedDecision",
    "ListRule",
    "OutgoingMail",
    "Reason",
    "Redirect",
    "Rendition",
    "Revision",
    "RevisionSection",
    "RuleSetting",
    "Section",
    "SectionText",
    "SiteSettings",
    "SpentProof",
    "StatusTally",
    "Subscription",
    "Tag",
    "Trace",
    "UpkeepRun",
]
