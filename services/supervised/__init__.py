"""Processes that end with all their descendants, whatever these do."""

from .process import Limits, Report, Supervised, require_permission
