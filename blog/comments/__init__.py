"""Comments: receiving them, judging them, deciding about them, showing them as threads.

May import: articles, media, permalinks, site, markup, lib. Must never import search, syndication, delivery or
above. Begin reading in `models.py`; then the verbs: `submission.py` and `moderation.py`; the filter is
`spam/`.
"""
