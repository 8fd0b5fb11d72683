"""Alerts as one person may see them, for pages, mails and the API."""
