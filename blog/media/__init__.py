"""Images: the original, what is said of it, and where its files lie.

May import: markup, lib. Must never import articles or anything above it, nor permalinks or site.
Begin reading in `uploads.py`: what is accepted, and how it is made safe.
"""
