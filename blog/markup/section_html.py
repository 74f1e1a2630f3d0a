"""The HTML of a section body: what an editor may write, and what a reader's page shows of it."""

import re
from dataclasses import dataclass

from blog.markup import allowed, footnotes
from blog.markup.settling import CleanHtml, escape_text, scrub, settle
from blog.markup.tidying import tidy
from blog.markup.tokens import read, write

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A section body as a page shows it, and the footnotes lifted out of it in order."""

    html: CleanHtml
    notes: tuple[footnotes.Note, ...]


def clean(html: str) -> CleanHtml:
    """Return a section body reduced to the allow-list; clean(clean(x)) == clean(x) for every x.

    Markup nested deeper than 200 levels, or whose parsing would be out of proportion to its length, comes
    back as escaped plain text in one paragraph. Length is the caller's business; the cost is linear.
    """
    return settle(html, sanitise=_sanitise_section)


def clean_output(html: str) -> CleanHtml:
    """Return page HTML reduced to the section allow-list plus note references and scrolling table frames.

    A fixed point like `clean`. Only `render` makes such markup; what an editor sends goes through `clean`.
    """
    return settle(html, sanitise=allowed.as_page.clean)


def render(body: str, *, first_note: int = 1, uid: str = "", table_label: str = "Table") -> Rendered:
    """Return a section body for reading: footnotes lifted out and numbered, tables in frames that scroll.

    first_note: number of the body's first footnote (>= 1). uid: the section's public id, part of the notes'
    ids (letters, digits and underscores, hyphens between them). table_label: translated name of a table
    without caption. Raises ValueError for another uid or first_note.
    """
    lifted = footnotes.lift(read(clean(body)), first=first_note, uid=uid)
    notes = tuple(note.with_html(clean_output(note.html)) for note in lifted.notes)
    framed = footnotes.frame_tables(lifted.tokens, label=table_label)
    return Rendered(clean_output(write(framed)), notes)


def from_plain(text: str) -> CleanHtml:
    """Return plain text as paragraphs: blank lines separate them, single line breaks stay as breaks."""
    paragraphs = _BLANK_LINES.split(scrub(text).strip())
    return clean("".join(f"<p>{escape_text(p).replace(chr(10), '<br>')}</p>" for p in paragraphs if p))


def _sanitise_section(html: str) -> str:
    return allowed.as_section.clean(write(tidy(read(allowed.as_typed.clean(html)))))
