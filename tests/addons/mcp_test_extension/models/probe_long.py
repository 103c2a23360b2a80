"""A tool that runs until somebody stops it, in several ways."""

import time
from typing import Literal

from odoo import models

from odoo.addons.odoo_mcp.services.declarations import Effect, Field, Params, mcp_tool
from odoo.addons.odoo_mcp.services.stopping import under_way

LONGEST_S = 600


class LongParams(Params):
    id: int = Field(description="The partner that is written first.")
    way: Literal["statement", "statements", "stubborn", "python"] = Field(
        description="What takes long after it."
    )


class ProbeTools(models.AbstractModel):
    _inherit = "mcp.tools.probe"

    @mcp_tool(Effect.CHANGE)
    def _mcp_probe_long(self, params: LongParams) -> str:
        """Write the function of a partner, then go on for ten minutes."""
        partner = self.env["res.partner"].browse(params.id)
        partner.function = params.way
        partner.flush_recordset()
        getattr(self, f"_long_{params.way}")(partner)
        return "nobody stopped it"

    def _long_statement(self, partner):
        self.env.cr.execute("SET LOCAL statement_timeout = 0")
        self.env.cr.execute("SELECT pg_sleep(%s)", [LONGEST_S])

    def _long_statements(self, partner):
        """Python between short statements of the ORM."""
        for number in range(LONGEST_S * 100):
            partner.comment = f"{number}"
            partner.flush_recordset()
            time.sleep(0.01)

    def _long_stubborn(self, partner):
        """Go on whatever happens, as code does that tries record by record."""
        for _number in range(LONGEST_S):
            try:
                with self.env.cr.savepoint():
                    self.env.cr.execute("SELECT pg_sleep(1)")
            except Exception:
                self.env.invalidate_all()

    def _long_python(self, partner):
        """Nothing but Python: nobody can end it, and it ends as if all were well."""
        end = time.monotonic() + LONGEST_S
        while time.monotonic() < end and not under_way.is_stopped():
            time.sleep(0.01)
