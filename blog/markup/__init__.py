"""Untrusted text in, safe HTML out; the only room where a string may be marked safe.

Everything here is a pure function: no model, no settings, no request, no other room but `blog.lib`.
What comes out is a fixed point of the sanitiser, and nobody edits HTML after it.
Begin reading in `settling.py` (the law), then `section_html.py`, `comment_markdown.py` and `safe.py`.
"""
