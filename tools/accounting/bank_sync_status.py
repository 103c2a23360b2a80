from __future__ import annotations

from typing import Any

from odoo import models

from ...services.accounting.banks import ONLINE_STATE, status
from ...services.declarations import Effect, Field, Result, mcp_tool
from ...services.orm.context_params import ContextParams
from ...services.orm.reads.cells import cell
from .report_params import today
from .toolset import GROUPS, LINES


class BankStatus(Result):
    date: str
    provider_installed: bool = Field(description="Online synchronisation is there.")
    journals: list[dict[str, Any]] = Field(
        description="journal, source, last_line, days_old, unreconciled, "
        "ledger_balance and statement_balance with their difference"
    )

    def text(self) -> str:
        online = "" if self.provider_installed else ", no online synchronisation"
        rows = [
            ", ".join(f"{k} {cell(v)}" for k, v in row.items() if v is not None)
            for row in self.journals
        ]
        return "\n".join([f"{self.date}{online}", *rows])


class BankSyncStatus(models.AbstractModel):
    _inherit = "mcp.tools.accounting"

    @mcp_tool(
        Effect.READ,
        groups=GROUPS,
        requires=LINES,
        aliases=("odoo_bank_sync_status",),
    )
    def _mcp_bank_sync_status(self, params: ContextParams) -> BankStatus:
        """Get how fresh each bank and cash journal is, and if its books agree.

        The last line, what is unreconciled, and the ledger against the statements.
        """
        env = params.env_of(self)
        day = today(env)
        return BankStatus(
            date=day.isoformat(),
            provider_installed=ONLINE_STATE in env["account.journal"]._fields,
            journals=status(env, day),
        )
