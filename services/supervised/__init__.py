"""Runs processes that end with all their descendants, whatever these do."""

from .process import (
    SUPERVISOR,
    Limits,
    Report,
    Supervised,
    readable,
    require_permission,
)
