"""Projects and tables taken along as files: the columns to choose from, how they are read, and the formats."""

from .text import csv_lines, csv_response, defused

__all__ = ["csv_lines", "csv_response", "defused"]
