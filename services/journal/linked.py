"""Links of created records by many2many fields, which their own rows do not hold."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from odoo import api, models

from . import images
from .lines import Line


def with_links(env: api.Environment, lines: list[Line]) -> list[Line]:
    """The same lines, with the present links added to those of created records."""
    created = [line for line in lines if line.kind == "create"]
    found = _links(env, created)
    return [
        replace(line, after={**found[line.model, line.res_id], **line.after})
        if line.kind == "create"
        else line
        for line in lines
    ]


def _links(
    env: api.Environment, created: list[Line]
) -> dict[tuple[str, int], dict[str, Any]]:
    found: dict[tuple[str, int], dict[str, Any]] = defaultdict(dict)
    for name in dict.fromkeys(line.model for line in created):
        ids = [line.res_id for line in created if line.model == name]
        for field in _many2manys(env[name]):
            for record_id, others in images.links(env.cr, field, ids).items():
                if others:
                    found[name, record_id][field.name] = others
    return found


def _many2manys(model: models.BaseModel) -> list[Any]:
    return [f for f in model._fields.values() if f.type == "many2many" and f.store]
