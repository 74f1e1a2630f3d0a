"""Content checks: what in an article was not written by its editors.

Lives here: detectors for injected spam (`splices`) and the words they lean on (`words`).
May import every room below (articles, comments, media, site, markup, lib); never `transfer`, never a door.
Begin reading at `splices.find_splices`.
"""
