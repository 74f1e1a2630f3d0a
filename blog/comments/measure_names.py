"""What the classifier's measures are called where moderators read them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

NAMES: dict[str, Any] = {
    "links: how many": _("how many links there are"),
    "links: many": _("many links"),
    "links: forum markup": _("links in the markup of forums"),
    "name: two words": _("a name of two words"),
    "name: three words or more": _("a name of three words or more"),
    "name: four words or more": _("a name of four words or more"),
    "name: long": _("a long name"),
    "website: given": _("a website beside the name"),
    "repetition: like spam": _("like what you marked as spam"),
    "repetition: like good": _("like what you approved"),
    "repetition: nearer to spam": _("nearer to what you marked as spam than to what you approved"),
    "relevance: words of the article": _("words it shares with the article"),
    "style: length": _("length"),
    "style: almost empty": _("almost empty"),
    "style: short": _("short"),
    "style: longest word": _("length of the longest word"),
    "style: endless words": _("endless words"),
    "style: exclamations": _("exclamation marks"),
    "style: questions": _("question marks"),
    "style: starts small": _("begins with a small letter"),
    "style: ends open": _("ends without a full stop"),
    "style: cut from the middle": _("reads like cut from the middle"),
    "style: glued pieces": _("pieces glued together"),
    "style: title case": _("words that begin with a capital"),
    "style: variety of words": _("variety of words"),
    "style: capitals": _("capital letters"),
    "style: other scripts": _("letters of other scripts"),
    "style: digits": _("digits"),
    "style: marks": _("punctuation"),
    "vocabulary: no conversation": _("no word of conversation"),
    "vocabulary: nobody speaks": _("long, and nobody says “I”"),
}
SUBJECTS: dict[str, Any] = {
    "trade": _("trade"),
    "remedies": _("remedies"),
    "adult": _("adult"),
    "money": _("money"),
    "promotion of sites": _("promotion of sites"),
    "talk of the site": _("talk of the site"),
    "praise": _("praise"),
    "self-promotion": _("self-promotion"),
    "you": _("“you”"),
    "I": _("“I”"),
    "conversation": _("conversation"),
}


def name_of(measure: str) -> str:
    """Return a measure in words; one unknown here under its own name."""
    layer, _colon, subject = measure.partition(": ")
    if layer in ("vocabulary", "vocabulary density") and subject in SUBJECTS:
        told = {"subject": SUBJECTS[subject]}
        return str(
            (_("words of %(subject)s") if layer == "vocabulary" else _("share of words of %(subject)s"))
            % told
        )
    return str(NAMES.get(measure, measure))
