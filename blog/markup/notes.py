"""The list of footnotes at an article's end."""

from collections.abc import Sequence

from django.utils.html import format_html_join

from blog.markup.footnotes import Note
from blog.markup.safe import safe


def note_list(notes: Sequence[Note], *, back_label: str = "Back to the text") -> str:
    """Return list items for the notes, each with its number, its id and a link back to where it was called.

    back_label: translated name of the link back. Each note's own html was sanitised last; only this frame is
    added, and it is a fixed point of `section_html.clean_output` as well.
    """
    return format_html_join(
        "",
        '<li id="{}" value="{}">{} <a class="back" href="#{}" aria-label="{}">↩</a></li>',
        ((note.note_id, note.number, safe(note.html), note.ref_id, back_label) for note in notes),
    )
