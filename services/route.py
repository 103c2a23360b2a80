"""The path of the endpoint, spelled here only, and its URL.

This module needs no Odoo: ``dev/docs`` runs it without.
"""

from __future__ import annotations

from urllib.parse import urlencode

ROOT, VERSION = "/mcp", "v1"
PATH = f"{ROOT}/{VERSION}"
# below it: one path segment more is the token of a link
FILES = f"{PATH}/files"


def endpoint(base_url: str, lang: str | None = None) -> str:
    """The URL that a client is given; ``lang`` is the language of Odoo's answers."""
    query = f"?{urlencode({'lang': lang})}" if lang else ""
    return f"{base_url.rstrip('/')}{PATH}{query}"
