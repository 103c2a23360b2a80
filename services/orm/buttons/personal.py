"""Methods by which a person answers, and nobody for him."""

from __future__ import annotations

from odoo import models

ATTENDEE = "calendar.attendee"
ANSWERS = ("do_accept", "do_decline", "do_tentative")


def require_own(records: models.BaseModel, method: str) -> None:
    """An invitation is answered by whom it invites.

    Odoo posts the answer in his name. Its calendar offers the buttons for one's own
    attendance; in debug mode alone for others, which is left to administrators.

    Raises:
        ValueError: it is somebody else's.
    """
    env = records.env
    if records._name != ATTENDEE or method not in ANSWERS or env.is_system():
        return
    others = records.filtered(lambda one: one.partner_id != env.user.partner_id)
    if others:
        who = ", ".join(others.mapped("common_name"))
        text = env._("%(method)s: %(who)s answers this invitation himself or herself.")
        raise ValueError(text % {"method": method, "who": who})
