from __future__ import annotations

from typing import Any

from odoo import api, models


class McpSeenLinks(models.AbstractModel):
    """Forms that name records only to whom may read them.

    Odoo names the record of a many2one to everybody: a form that is not saved yet would
    tell what any id is called, by its values and by defaults of the context.
    """

    _name = "mcp.seen.links"
    _description = "Links to what one may read"
    # fields whose records are not everybody's to see
    _seen_links: tuple[str, ...] = ()

    @api.model
    def default_get(self, fields):
        found = super().default_get(fields)
        self._refuse_unseen(found)
        return found

    def onchange(self, values, field_names, fields_spec):
        self._refuse_unseen(values)
        return super().onchange(values, field_names, fields_spec)

    def _refuse_unseen(self, values: dict[str, Any]) -> None:
        given = {name: values[name] for name in self._seen_links if values.get(name)}
        form = self.new(given) if given else self
        for name in given:
            form[name]._origin.check_access("read")
