"""Meetings as they are written down: what, when and where, who came, and the series they belong to."""
