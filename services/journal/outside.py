"""Which values of a change set outsiders wrote: a model sees them marked, or not at all.

Old values: what a call writes is its own. Of an undo the new ones too, since it brings
back what was there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from odoo import models

from ..orm import untrusted
from .lines import Line

MESSAGE = "mail.message"


class Outside:
    """Who wrote the values of the lines of a change set.

    Args:
        lines: all of them.
        back: they are those of an undo.
    """

    def __init__(self, lines: Iterable[Line], *, back: bool) -> None:
        self._back = back
        images = [_image(line) for line in lines if line.model == MESSAGE]
        mails = [x for x in images if x.get("message_type") == untrusted.BY_MAIL]
        self._born = {
            (x.get("model"), x.get("res_id"), x.get("create_date")) for x in mails
        }

    def marked(self, model: models.BaseModel, line: Line) -> tuple[bool, bool]:
        """Whether an outsider wrote what was there before, and what is there now."""
        if line.kind == "create" and not self._back:
            return False, False
        outside = self._is_outside(model, line)
        return outside, outside and self._back

    def _is_outside(self, model: models.BaseModel, line: Line) -> bool:
        if line.kind == "write":
            record = model.browse(line.res_id).exists()
            return bool(record and untrusted.outsiders(record))
        image = _image(line)
        if image.get("message_type") == untrusted.BY_MAIL or self._came_by_mail(line):
            return True
        # sudo: whether a user is internal is not for callers to read, the mark is
        users = model.env["res.users"].sudo().browse(image.get("create_uid"))
        return any(user.share for user in users.exists())

    def _came_by_mail(self, line: Line) -> bool:
        """Whether the mail that made it came or went with it; or its file."""
        image = _image(line)
        born = image.get("create_date")
        owner = image.get("res_model"), image.get("res_id"), born
        return bool({(line.model, line.res_id, born), owner} & self._born)


def _image(line: Line) -> dict[str, Any]:
    """What is known of a record that came or went."""
    return line.after if line.kind == "create" else line.before
