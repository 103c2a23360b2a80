"""Runs processes that end with all their descendants, whatever these do."""

from .process import Limits, Report, Supervised, readable, require_permission
