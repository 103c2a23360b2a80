"""Errors after which nothing was done, and the same call may well succeed."""

from __future__ import annotations

from psycopg2 import errors
from psycopg2.pool import PoolError

# odoo.service.model.PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, by name on both series: Odoo
# runs the whole request again. A full pool of connections it does not; the client
# is told that the server is busy.
CONCURRENCY_ERRORS = (
    errors.LockNotAvailable,
    errors.SerializationFailure,
    errors.DeadlockDetected,
    PoolError,
)
