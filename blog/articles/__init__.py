"""Articles, their sections, the texts of those, and the revisions that visitors read.

May import: media, permalinks, site, markup, lib. Must never import comments or anything above it.
Begin reading in `models/`; then the verbs: `working_copy.py`, `publishing.py`, `revisions.py`; who may: `access.py`.
"""
