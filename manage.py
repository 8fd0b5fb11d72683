#!/usr/bin/env python3
"""ADAM's one entry. `python3 manage.py up` starts everything, `python3 manage.py test` checks everything."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
