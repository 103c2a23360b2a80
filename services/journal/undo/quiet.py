"""Keeps an undo from notifying people of changes that it only takes back.

What is tracked is noted on the record as it was when it was changed.
"""

from odoo import api

# read by models/mail_thread.py; the others are Odoo's own
QUIET = "mcp_quiet"
CONTEXT = {
    QUIET: True,
    "mail_auto_subscribe_no_notify": True,
    "mail_activity_quick_update": True,
    "no_mail_to_attendees": True,
    "dont_notify": True,
}


def quietly(env: api.Environment, *, tracked: bool = True) -> api.Environment:
    """The same environment, in which writes notify nobody.

    Args:
        tracked: what changes is noted on the record; an import notes nothing.
    """
    untold = {} if tracked else {"tracking_disable": True}
    return env(context={**env.context, **CONTEXT, **untold})
