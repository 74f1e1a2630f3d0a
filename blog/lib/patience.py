"""How long the database may take: a page little, a command that works through everything as long as it needs."""

from django.db import connection


def take_time() -> None:
    """Lift the time limit of statements on this thread's connection; for commands, never for requests."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")


def hurry_again() -> None:
    """Set the limit back to what connections are opened with: a pool hands this one on."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("RESET statement_timeout")
