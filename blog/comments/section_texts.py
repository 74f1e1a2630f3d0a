"""The text of a section that a comment answered, and what became of it since."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from blog.articles.models import Article, RevisionSection
from blog.comments.models import Comment
from blog.markup.text import plain

# Comparing costs the product of both lengths in the worst case; longer texts are shown as all new.
COMPARED_MAX_WORDS = 4_000


@dataclass(frozen=True)
class Piece:
    """Words that stayed, went ("del") or came ("ins")."""

    kind: str
    text: str


@dataclass(frozen=True)
class SectionChange:
    """What became of a section: its row in the live revision (None: it is gone), and its words one line
    for each block, each line in pieces.
    """

    now: RevisionSection | None
    lines: list[list[Piece]]

    @property
    def is_changed(self) -> bool:
        """Tell whether readers see another text now."""
        return any(piece.kind for line in self.lines for piece in line)


def answered(comment: Comment) -> RevisionSection | None:
    """Return the section as it stood when a comment answered it (1 query); None where it answers none, or
    visitors could never read that text.
    """
    if comment.answered_row_id is None:
        return None
    rows = RevisionSection.objects.select_related("revision", "text__figure", "section")
    row = rows.filter(pk=comment.answered_row_id, revision__article=comment.article_id).first()
    return row if row and row.revision.was_public() else None


def change_since(article: Article, then: RevisionSection) -> SectionChange:
    """Compare a section with what readers see of it now, word by word (1 query)."""
    rows = RevisionSection.objects.select_related("text__figure")
    now = rows.filter(revision=article.live_id, section=then.section_id).first()
    if now is None:
        return SectionChange(None, [])
    return SectionChange(now, changed_words(_words_of(then), _words_of(now)))


def _words_of(row: RevisionSection) -> str:
    return f"{row.text.heading}\n{plain(row.text.body)}\n{row.alt}\n{row.caption}".strip()


def changed_words(before: str, after: str) -> list[list[Piece]]:
    """Return lines of pieces that say what went and what came from one text to another."""
    old, new = _tokens(before), _tokens(after)
    lines: list[list[Piece]] = [[]]
    for kind, words in _steps(old, new):
        for number, text in enumerate("".join(words).split("\n")):
            if number:
                lines.append([])
            if text:
                lines[-1].append(Piece(kind, text))
    return [line for line in lines if line]


def _tokens(text: str) -> list[str]:
    return re.findall(r"\n|[^\S\n]+|\w+|[^\w\s]", text)


def _steps(old: list[str], new: list[str]) -> list[tuple[str, list[str]]]:
    if old == new:
        return [("", old)]
    if max(len(old), len(new)) > 2 * COMPARED_MAX_WORDS:
        return [("del", old), ("", ["\n"]), ("ins", new)]
    steps: list[tuple[str, list[str]]] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            steps.append(("", old[i:j]))
        else:
            steps += [("del", old[i:j]), ("ins", new[k:m])]
    return [(kind, words) for kind, words in steps if words]
