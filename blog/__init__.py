"""The product: one Django app, label `blog`, with a package (room) per domain.

Arrows between rooms only go down: transfer, integrity > search, syndication, delivery > comments > articles >
media, permalinks, site > markup, lib. `models.py`, `admin.py` and `urls.py` here are facades that only import.
Begin reading in `articles/models/`.
"""
