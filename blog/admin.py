"""Facade: the admin of every room."""
