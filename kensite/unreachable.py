"""Why a command cannot reach the database, in one sentence in place of a traceback."""

from django.db import OperationalError, connection

ADVICE = (
    "Check that the server runs, that the database exists and that host, port, name, user and "
    "password are right."
)


def why_unreachable() -> str | None:
    """The reason; None if it can be reached, so that the error was that of a statement."""
    if connection.connection is not None:
        return None
    connection.settings_dict["OPTIONS"].pop("pool", None)  # it keeps the reason to itself
    try:
        connection.ensure_connection()
    except OperationalError as error:
        return f"DATABASE_URL: the database cannot be reached ({str(error).strip()}). {ADVICE}"
    return None
