"""Methods that Odoo's scheduled actions run, for all and with nobody's rights."""

from __future__ import annotations

from odoo import models


def require_rights(records: models.BaseModel, method: str) -> None:
    """Whoever runs one could change records of its model himself.

    Odoo's menus offer them to managers; its RPC would run them for anybody, and buy.

    Raises:
        ValueError: he could not.
    """
    # sudo: administrators alone read scheduled actions
    crons = records.env["ir.cron"].sudo()
    runs = [("model_name", "=", records._name), ("code", "like", f"model.{method}(")]
    if records.has_access("write") or not crons.search_count(runs, limit=1):
        return
    text = records.env._("%s is run by a scheduled action of Odoo; you may not run it.")
    raise ValueError(text % method)
