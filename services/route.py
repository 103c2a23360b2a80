"""The path of the endpoint, spelled here only.

This module needs no Odoo: ``dev/docs`` runs it without.
"""

from __future__ import annotations

ROOT, VERSION = "/mcp", "v1"
PATH = f"{ROOT}/{VERSION}"
# below it: one path segment more is the token of a link
FILES = f"{PATH}/files"
