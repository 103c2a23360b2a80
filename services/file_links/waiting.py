"""Files that wait behind links: a user may not fill the disk with them."""

from __future__ import annotations

from datetime import datetime

from odoo import api, models

from ..errors import ToolError
from .uploads import MEGABYTE

MOST_BYTES = 200 * MEGABYTE


def check(env: api.Environment, uid: int, since: datetime, size: int) -> None:
    """Raises ToolError if the files of user ``uid`` leave no room for another one.

    Args:
        since: older links lead nowhere any more.
    """
    # sudo: links are nobody's to read
    live = [("create_date", ">", since), ("used", "=", False)]
    files = _files(env["mcp.link"].sudo().search([*_of(uid), *live]))
    if sum(files.mapped("file_size")) + size > MOST_BYTES:
        text = env._(
            "Files of yours that were not downloaded yet take %s MB: download them, "
            "or try again in ten minutes."
        )
        raise ToolError(text % (MOST_BYTES // MEGABYTE))


def drop_old(env: api.Environment, uid: int, since: datetime) -> None:
    """Delete the files of ``uid`` behind links that are used or over; not the links."""
    # sudo: links are nobody's to change
    links = env["mcp.link"].sudo()
    over = ["|", ("create_date", "<=", since), ("used", "!=", False)]
    _files(links.search([*_of(uid), *over])).unlink()


def _of(uid: int) -> list[tuple[str, str, object]]:
    return [("user_id", "=", uid), ("purpose", "=", "download")]


def _files(links: models.BaseModel) -> models.BaseModel:
    return links.env["ir.attachment"].search(
        [
            ("res_model", "=", "mcp.link"),
            ("res_field", "=", "content"),
            ("res_id", "in", links.ids),
        ]
    )
