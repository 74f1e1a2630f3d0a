"""Writing letters from templates: plain text, and the same as simple HTML."""

from typing import Any

from django.template.loader import render_to_string

from blog.mail.outbox import Letter


def write(name: str, *, subject: str, facts: dict[str, Any], headers: dict[str, str] | None = None) -> Letter:
    """Return the letter of the templates `emails/<name>.txt` and `.html`."""
    facts = {**facts, "subject": subject}
    text = render_to_string(f"emails/{name}.txt", facts).strip() + "\n"
    return Letter(subject, text, render_to_string(f"emails/{name}.html", facts), headers or {})
