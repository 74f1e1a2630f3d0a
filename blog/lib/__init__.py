"""Small helpers named by subject, without models.

May import: Django and the standard library only. Must never import any room.
Begin reading wherever the subject is: `slugs.py`, `paging.py`, `http.py`, `dates.py`.
"""
