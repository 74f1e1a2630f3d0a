#!/usr/bin/env python3
"""Run a management command."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import config  # noqa: F401  puts the bundled SQLite in place before Django looks for one

    execute_from_command_line(sys.argv)
