"""What Odoo refuses with on purpose, in words for people."""

from __future__ import annotations

from odoo.exceptions import RedirectWarning, UserError

# the second is no UserError: it offers the web client a way on
REFUSALS = (UserError, RedirectWarning)


def reason(error: BaseException) -> str:
    """What such an error says."""
    return str(error.args[0] if error.args else error)
