"""Odoo's access log names the path of every request: tokens of links are masked."""

from __future__ import annotations

import logging
import re

from .route import FILES

TOKEN = re.compile(rf"({FILES}/)[^\s/?\"]+")


class MaskTokens(logging.Filter):
    """Leaves every line in, but for the tokens."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if f"{FILES}/" in text:
            record.msg, record.args = TOKEN.sub(r"\1***", text), ()
        return True


def mask() -> None:
    """Let the access log of Odoo's HTTP server go through the mask."""
    access = logging.getLogger("werkzeug")
    if not any(isinstance(known, MaskTokens) for known in access.filters):
        access.addFilter(MaskTokens())
