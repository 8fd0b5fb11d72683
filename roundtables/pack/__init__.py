"""The meeting pack: what a chair puts on the table, about one meeting, country or pillar, in one of three languages.

Its content is worked out once (`building`), as sections, tables and pictures (`content`); three writers draw it as
DOCX, PDF and XLSX.
"""
