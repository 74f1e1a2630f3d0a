"""Mail on its way out: the outbox, sending with retries, signed links, the delivery log.

May import: markup, lib. Must never import articles or anything above it, nor media, permalinks or site.
Begin reading in `outbox.py`: a mail is stored with what caused it, and sent once.
"""
