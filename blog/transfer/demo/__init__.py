"""The magazine that a fresh installation opens with: written, drawn and discussed before anybody came.

`site.toml`, `images.toml`, `articles/`, `comments.toml` and `queue.toml` are meant to be edited by hand;
`content.py` reads them into plain objects and needs neither models nor a database. Begin there.
"""
