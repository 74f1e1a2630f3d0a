"""What other programs read: feeds, the sitemap, robots.txt, and the head tags of a page.

May import: comments and everything below. Must never import search, delivery, transfer or integrity.
Begin reading in `feeds.py`.
"""
