"""How a page travels: security headers, and the page cache in front of Django that is never stale.

May import: comments and everything below. Must never import search, syndication, transfer or integrity.
Begin reading in `page_cache.py`; `watched.py` says which change of the database moves which page.
"""
