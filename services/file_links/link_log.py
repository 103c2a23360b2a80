"""Masks the tokens of links in Odoo's access log, which names every path."""

from __future__ import annotations

import logging
import re

from ..route import FILES

TOKEN = re.compile(rf"({FILES}/)[^\s/?\"]+")


class MaskTokens(logging.Filter):
    """A filter that keeps every line and masks the tokens in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if f"{FILES}/" in text:
            record.msg, record.args = TOKEN.sub(r"\1***", text), ()
        return True


def mask() -> None:
    """Add the filter to the access log of Odoo's HTTP server."""
    access = logging.getLogger("werkzeug")
    if not any(isinstance(known, MaskTokens) for known in access.filters):
        access.addFilter(MaskTokens())
