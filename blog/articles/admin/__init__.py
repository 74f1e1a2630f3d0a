"""The admin of articles: the list, the form made of leaves, the history, tags and categories.

A door: it reads what was posted and calls the verbs of this room; nothing here writes an article itself.
Begin reading in `article.py`; then `leaves.py` (what the form shows), `saving.py` (what it does with what comes
back) and `publication.py` (what its buttons say and do).
"""
