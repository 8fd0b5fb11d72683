"""The database engine for a host without a PostgreSQL server: Django's own, on a server that ADAM runs itself."""
