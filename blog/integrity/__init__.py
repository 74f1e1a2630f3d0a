"""Content checks: what in an article was not written by its editors.

Lives here: detectors (`splices`, `hidden`, `invisible` ...), the rules made of them (`rules`), the archive's report.
May import every room below (articles, comments, media, site, markup, lib); never `transfer`, never a door.
Begin reading at `registry`, then `audit.examine` and `gate.objections`.
"""
