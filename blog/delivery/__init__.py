"""How a page travels: security headers now; the exact page cache has its place here.

May import: comments and everything below. Must never import search, syndication, transfer or integrity.
Begin reading in `headers.py`.
"""
