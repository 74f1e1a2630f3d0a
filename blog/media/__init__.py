"""Images: the original, its renditions, what is said of it, and where its files lie.

May import: markup, lib. Must never import articles or anything above it, nor permalinks or site.
Begin reading in `uploads.py` (what is accepted, and how it is made safe), then `sizes.py` and `renditions.py`
(what is made of it), `pictures.py` (how a page shows it) and `trash.py` (how it goes).
"""
