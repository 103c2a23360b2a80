"""Addresses of records in the web client."""

from __future__ import annotations

from odoo import api, models


def base(env: api.Environment) -> str:
    """Scheme and host of this Odoo, without a slash at the end."""
    # sudo: not everybody reads parameters, everybody knows this one
    return (env["ir.config_parameter"].sudo().get_param("web.base.url") or "").rstrip(
        "/"
    )


def template(records: models.BaseModel) -> str:
    """The address of each record of a page: ``{id}`` stands for its id.

    A name without a dot would be taken for an action's path; Odoo writes ``m-``.
    """
    name = records._name if "." in records._name else f"m-{records._name}"
    return f"{base(records.env)}/odoo/{name}/{{id}}"


def of(record: models.BaseModel) -> str:
    """The address of one record."""
    return template(record).replace("{id}", str(record.id))
