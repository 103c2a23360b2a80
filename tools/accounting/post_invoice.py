from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator

from odoo import models

from ...services.accounting import duplicates
from ...services.accounting.paying import invoice_facts
from ...services.answers.lists import as_list
from ...services.declarations import Effect, Field, Result, mcp_tool, state
from ...services.orm.context_params import ContextParams, DateArg
from ...services.orm.document import fresh, refuse_state, require_state
from ...services.orm.reads.cells import cell
from ...services.reviews.blocked import explained
from .named import InvoiceArg

TYPES = ("out_invoice", "out_refund", "in_invoice", "in_refund")
INVOICES = AliasChoices("invoice_ids", "invoice_id", "move_ids", "ids", "id")


class PostParams(ContextParams):
    invoice_ids: Annotated[list[InvoiceArg], BeforeValidator(as_list)] = Field(
        min_length=1,
        max_length=50,
        validation_alias=INVOICES,
        description="Drafts: ids, or numbers where they have one.",
    )
    invoice_date: DateArg | None = Field(
        None, description="A vendor's bill needs one. Else default: today."
    )
    reference: str | None = Field(
        None, max_length=200, description="The vendor's number of the bill."
    )

    def values(self) -> dict[str, Any]:
        given = {"invoice_date": self.invoice_date, "ref": self.reference}
        return {name: value for name, value in given.items() if value is not None}


class Posted(Result):
    invoices: list[dict[str, Any]] = Field(
        description="id, name, state, payment_state, due, date_due, url; date and "
        "date_before where Odoo moved the accounting date; may_duplicate: others that "
        "may be the same"
    )

    def text(self) -> str:
        return "\n".join(
            ", ".join(f"{k} {cell(v)}" for k, v in row.items() if v)
            for row in self.invoices
        )


class PostInvoice(models.AbstractModel):
    _inherit = "mcp.tools.accounting"

    @mcp_tool(
        Effect.CHANGE,
        # not everybody who may write entries may also post them
        requires=("account.payment", "account.move"),
        aliases=("odoo_post_invoice", "confirm_invoice", "validate_invoice"),
        presses=(
            "account.move.action_post",
            "account.move.action_validate_moves*",
            "validate.account.move.validate_move",
        ),
        reaches=(
            state(
                "account.move",
                ("state", "=", "posted"),
                ("move_type", "in", TYPES),
            ),
            # a cron of Odoo posts these
            state(
                "account.move",
                ("auto_post", "in", ("at_date", "monthly", "quarterly", "yearly")),
                ("move_type", "in", TYPES),
            ),
        ),
    )
    def _mcp_post_invoice(self, params: PostParams) -> Posted:
        """Confirm draft invoices, bills or refunds: they get a number and are booked.

        Nothing is sent to the customer by that.
        """
        moves = params.env_of(self)["account.move"].browse(params.invoice_ids)
        for move in moves:
            refuse_state(move, ("draft",), {"cancel": self.env._("it is cancelled")})
        before = {move: params.invoice_date or move.date for move in moves}
        if values := params.values():
            moves.write(values)
        with explained(moves):
            moves.action_post()
        for move in fresh(moves):
            require_state(move, "posted")
        return Posted(invoices=[_told(move, before[move]) for move in moves])

    def _sentence_post_invoice(self, params: PostParams) -> str:
        """Names the invoices and their amounts."""
        moves = params.env_of(self)["account.move"].browse(params.invoice_ids)
        listed = ", ".join(
            f"{move.display_name} ({move.amount_total:.15g} {move.currency_id.name})"
            for move in moves
        )
        text = self.env._("Confirms and books: %s.") % listed
        return text + duplicates.warning(moves)


def _told(move: models.BaseModel, before: date) -> dict[str, Any]:
    due = move.invoice_date_due
    facts = {**invoice_facts(move), "date_due": due.isoformat() if due else None}
    if not move.is_invoice(include_receipts=True):
        # nobody pays an entry
        facts = {name: facts[name] for name in ("id", "name", "state", "url")}
    if others := duplicates.of(move):
        facts["may_duplicate"] = others
    if move.date == before:
        return facts
    # a lock date, or a month that is over
    return {**facts, "date": move.date.isoformat(), "date_before": before.isoformat()}
