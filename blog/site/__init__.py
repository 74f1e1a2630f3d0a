"""Who the blog is: title, language, look, authors' public profiles, roles, start-up checks, the admin's frame.

May import: markup, lib. Must never import articles or anything above it, nor media or permalinks.
Begin reading in `models.py`; `roles.py` says who may do what; `admin_site.py` is the frame other rooms fill.
"""
