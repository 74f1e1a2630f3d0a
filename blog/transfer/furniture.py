"""Recognise what a copied page leaves at the end of an article: comment form, sharing, related posts."""

import re

MAIL = r"e-?mail"
# Each line is furniture by itself, when it is the whole line.
STRONG = re.compile(
    rf"""(?:
      leave\s+(?:a|your)\s+(?:reply|comment)(?:\s+to\s+.{{1,60}})?(?:\s+cancel\s+reply)?
    | cancel\s+reply
    | your\s+{MAIL}\s+(?:address\s+)?will\s+not\s+be\s+published\.?
      (?:\s*required\s+fields\s+are\s+marked\s*\*?)?
    | required\s+fields\s+are\s+marked\s*\*?
    | save\s+my\s+name,?\s+{MAIL},?\s+and\s+(?:website|site\s+url)\s+in\s+(?:this|my)\s+browser.{{0,60}}
    | (?:post|submit)\s+comment
    | notify\s+me\s+of\s+(?:follow-?up\s+comments|new\s+posts)\s+(?:by|via)\s+{MAIL}
    | this\s+site\s+uses\s+akismet\s+to\s+reduce\s+spam.{{0,80}}
    | comments\s+are\s+closed
    | share\s+this(?:\s+(?:post|article))?
    )\s*[.:*]?""",
    re.IGNORECASE | re.VERBOSE,
)
# These are furniture only below or between strong lines: an article may well end with "Name".
WEAK = re.compile(
    rf"""(?:comment|name|{MAIL}|website|url|facebook|twitter|x|linkedin|whatsapp|pinterest|reddit|telegram
    |print|tweet|share|like\s+this|like|loading|post|reply|submit|\d+\s+(?:comments?|replies|responses?))
    \s*[.:*…]*""",
    re.IGNORECASE | re.VERBOSE,
)
RELATED = re.compile(
    r"(?:related(?:\s+(?:posts|articles|stories))?|you\s+(?:may|might)\s+also\s+like)\s*:?", re.I
)
MOST_RELATED = 10  # titles below such a heading
LONGEST_RELATED_CHARS = 120
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*\Z")


def furniture_start(lines: list[str]) -> int:
    """Return the index of the first line of the furniture at the end; len(lines) where there is none.

    Works upwards from the end and stops at the first line it does not recognise, so furniture in the middle
    of an article stays.
    """
    start = _related_start(lines, _form_start(lines))
    return _form_start(lines[:start]) if start < len(lines) else start


def _form_start(lines: list[str]) -> int:
    start = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index].strip()
        if STRONG.fullmatch(line):
            start = index
        elif line and not WEAK.fullmatch(line):
            break
    return start


def _related_start(lines: list[str], end: int) -> int:
    """Return where a heading for related posts begins whose titles reach down to `end`, else `end`."""
    titles = 0
    for index in range(end - 1, -1, -1):
        line = lines[index].strip()
        if RELATED.fullmatch(line):
            # A page has a form or sharing links below its related posts; alone it may be the author's list.
            return index if titles and end < len(lines) else end
        titles += bool(line)
        if titles > MOST_RELATED or len(line) > LONGEST_RELATED_CHARS or SENTENCE_END.search(line):
            break
    return end
