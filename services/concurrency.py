"""Errors after which nothing was done, so that the same call may be tried again."""

from __future__ import annotations

from psycopg2 import errors
from psycopg2.pool import PoolError

# The first ones are PG_CONCURRENCY_EXCEPTIONS_TO_RETRY of odoo.service.model, spelled
# out because the name differs between the series: for these Odoo runs the whole request
# again. It does not for a full pool of connections; then the client is told that the
# server is busy.
CONCURRENCY_ERRORS = (
    errors.LockNotAvailable,
    errors.SerializationFailure,
    errors.DeadlockDetected,
    PoolError,
)
