"""Facade over the models of the room."""

from blog.comments.models.comment import (
    BODY_MAX_CHARS,
    CAMPAIGN_CHARS,
    DIGEST_CHARS,
    EMAIL_MAX_CHARS,
    NAME_MAX_CHARS,
    URL_MAX_CHARS,
    Comment,
    Reason,
    Status,
    Verdict,
)
from blog.comments.models.correction import CORRECTION_MAX_CHARS, Correction
from blog.comments.models.decision import Decision, DecisionItem, StatusTally
from blog.comments.models.defence import NONCE_CHARS, AttackPeriod, SpentProof
from blog.comments.models.desk import TRACE_MAX_CHARS, BulkAct, Trace
from blog.comments.models.filter_state import FilterOpinion, FilterState, LearnedDecision
from blog.comments.models.flag import FLAG_WORDS_MAX_CHARS, Flag
from blog.comments.models.letters import DeskMail, GatheredAnswer
from blog.comments.models.list_rule import ListRule
from blog.comments.models.mail import Commenter, Subscription
from blog.comments.models.ruling import NOTE_MAX_CHARS, Ruling
from blog.comments.models.wording import REASON_MAX_CHARS, Wording

__all__ = [
    "BODY_MAX_CHARS",
    "CAMPAIGN_CHARS",
    "CORRECTION_MAX_CHARS",
    "DIGEST_CHARS",
    "EMAIL_MAX_CHARS",
    "FLAG_WORDS_MAX_CHARS",
    "NAME_MAX_CHARS",
    "NONCE_CHARS",
    "NOTE_MAX_CHARS",
    "REASON_MAX_CHARS",
    "TRACE_MAX_CHARS",
    "URL_MAX_CHARS",
    "AttackPeriod",
    "BulkAct",
    "Comment",
    "Commenter",
    "Correction",
    "Decision",
    "DecisionItem",
    "DeskMail",
    "FilterOpinion",
    "FilterState",
    "Flag",
    "GatheredAnswer",
    "LearnedDecision",
    "ListRule",
    "Reason",
    "Ruling",
    "SpentProof",
    "Status",
    "StatusTally",
    "Subscription",
    "Trace",
    "Verdict",
    "Wording",
]
