"""What a section says, in its canonical form, and the digest that names it."""

import hashlib
import json
from dataclasses import dataclass

from blog.lib.text import one_line, storable
from blog.markup import section_html


@dataclass(frozen=True)
class SectionContent:
    """A section's content; make it with `canonical` whenever text comes from outside."""

    heading: str = ""
    body: str = ""
    figure_id: int | None = None
    figure_alt: str = ""
    figure_caption: str = ""

    @classmethod
    def canonical(
        cls,
        *,
        heading: str = "",
        body: str = "",
        figure_id: int | None = None,
        figure_alt: str = "",
        figure_caption: str = "",
    ) -> "SectionContent":
        """Return the canonical form: NFC text, headings on one line, the body a fixed point of the sanitiser."""
        return cls(
            one_line(heading),
            section_html.clean(storable(body)).strip(),
            figure_id,
            one_line(figure_alt) if figure_id else "",
            one_line(figure_caption) if figure_id else "",
        )

    @property
    def digest(self) -> str:
        """SHA-256 (64 hex digits) over the JSON list of the fields in their declared order."""
        fields = [self.heading, self.body, self.figure_id, self.figure_alt, self.figure_caption]
        return sha256_of(fields)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to read in it."""
        return not (self.heading or self.body or self.figure_id)


def sha256_of(value: object) -> str:
    """Return the SHA-256 of a value's canonical JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
