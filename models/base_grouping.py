"""Groups of empty values: one group, as Odoo's domains see them."""

from __future__ import annotations

from odoo import models
from odoo.tools import SQL

ONE_EMPTY = "mcp_one_empty_group"
ZEROS = ("integer", "float", "monetary")
BLANKS = {"char": "", "many2one_reference": 0}


class Base(models.AbstractModel):
    _inherit = "base"

    def _read_group_groupby(self, *args):
        """Put NULL and 0, or NULL and an empty text, into one group.

        A domain for either finds both, so no domain could find one of two groups.
        """
        found = super()._read_group_groupby(*args)
        field = self._fields.get(args[-2])
        if not self.env.context.get(ONE_EMPTY) or field is None or field.name == "id":
            return found
        if field.type in ZEROS:
            return SQL("COALESCE(%s, 0)", found)
        if field.type in BLANKS:
            return SQL("NULLIF(%s, %s)", found, BLANKS[field.type])
        return found
