"""Errors that Odoo answers by running the whole request again."""

from __future__ import annotations

from psycopg2 import errors

# odoo.service.model.PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, by name on both series
CONCURRENCY_ERRORS = (
    errors.LockNotAvailable,
    errors.SerializationFailure,
    errors.DeadlockDetected,
)
