"""Ranks the fields of a model, the most useful ones first.

People work with the fields in the list, the search and the form of a model, so these
come first. The others are ranked by their kind.
"""

from __future__ import annotations

from typing import Any

from odoo import api, models, tools

from ..orm.paths import readable
from ..orm.writes.required import is_made
from . import views

NAMES = ("name", "display_name")
PLUMBING = (
    *("activity_", "message_", "my_activity_", "website_message_", "rating_"),
    *("access_", "create_uid", "write_uid", "write_date", "has_message"),
)
VIEWS = (("list", 100), ("search", 300), ("form", 500))
STORED, COMPUTED, TECHNICAL = 1000, 2000, 3000


class McpImportance(models.AbstractModel):
    _name = "mcp.importance"
    _description = "MCP importance of fields"

    @api.model
    @tools.ormcache(
        "model",
        "frozenset(self.env.user._get_group_ids())",
        "self.env['mcp.settings']._value('hidden_models')",
        cache="templates",
    )
    def _ranking(self, model: str) -> tuple[str, ...]:
        """Names of what the caller may read, less ``id``; the most useful first."""
        records = self.env[model]
        rank: dict[str, int] = {}
        for kind, base in VIEWS:
            for position, name in enumerate(views.shown(records, kind)):
                rank.setdefault(name, base + position)
        fields = [records._fields[name] for name in readable(records) if name != "id"]
        ordered = sorted(fields, key=lambda f: _weight(records, f, rank))
        return tuple(field.name for field in ordered)


def _weight(
    records: models.BaseModel, field: Any, rank: dict[str, int]
) -> tuple[int, str]:
    if field.name == records._rec_name or field.name in NAMES:
        return (0, field.name)
    if field.name.startswith(PLUMBING):
        return (TECHNICAL, field.name)
    if field.required and is_asked(field):
        return (50, field.name)
    if field.type == "binary" or not field._description_searchable:
        # at most shown: such a field can be neither searched nor summed up
        return (COMPUTED + rank.get(field.name, STORED), field.name)
    return (rank.get(field.name, STORED if field.store else COMPUTED), field.name)


def is_asked(field: Any) -> bool:
    """Whether the value comes from nobody but the one who creates the record."""
    if is_made(field):
        return False
    return not (field.default or field.compute or field.related or field.readonly)
