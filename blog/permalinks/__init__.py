"""Old path to new path, looked up only after a 404, so that pages that exist pay nothing.

May import: markup, lib. Must never import articles or anything above it, nor media or site.
Begin reading in `redirects.py`.
"""
