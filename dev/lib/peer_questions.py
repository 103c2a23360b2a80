"""What ``dev/bench questions`` asks every server: what business people want to know.

The others have no tools for it: they are asked for the same facts record by record,
with the fields named that an answer needs.
"""

from __future__ import annotations

from typing import Any

from .peer_tasks import ADDON, PACKAGE, SERVER, Call, Task

Domain = list[Any]
# of Odoo's demo data
ORDER = "S00007"

INVOICES = "account.move"
UNPAID: Domain = [
    ["move_type", "in", ["out_invoice", "out_refund", "in_invoice", "in_refund"]],
    ["state", "=", "posted"],
    ["payment_state", "in", ["not_paid", "partial"]],
]
OF_INVOICES = [
    *("name", "move_type", "state", "payment_state", "partner_id", "invoice_date"),
    *("invoice_date_due", "amount_total", "amount_residual", "currency_id", "ref"),
]
OF_ORDERS = ["name", "state", "partner_id", "amount_total", "invoice_status"]
OF_TRANSFERS = ["name", "state", "scheduled_date", "date_done"]


def _search(model: str, domain: Domain, fields: list[str], limit: int = 20) -> Call:
    arguments = {"model": model, "domain": domain, "fields": fields, "limit": limit}
    return "search_records", arguments


def _chain() -> tuple[Call, ...]:
    """The order, what was delivered and what was invoiced of it."""
    invoiced = [["invoice_line_ids.sale_line_ids.order_id.name", "=", ORDER]]
    return (
        _search("sale.order", [["name", "=", ORDER]], OF_ORDERS),
        _search("stock.picking", [["sale_id.name", "=", ORDER]], OF_TRANSFERS),
        _search(INVOICES, invoiced, OF_INVOICES),
    )


CUSTOMERS = {"model": "sale.order", "domain": [["state", "=", "sale"]]}
AMOUNT = "amount_total:sum"

QUESTIONS = (
    Task(
        "which invoices are not paid",
        {
            ADDON: (
                ("list_invoices", {"state": "posted", "payment_state": "not_paid"}),
            ),
            SERVER: (_search(INVOICES, UNPAID, OF_INVOICES),),
            PACKAGE: (_search(INVOICES, UNPAID, OF_INVOICES),),
        },
        smaller=1.5,
    ),
    Task(
        "sales by customer",
        {
            ADDON: (
                (
                    "aggregate_records",
                    {**CUSTOMERS, "group_by": ["partner_id"], "aggregates": [AMOUNT]},
                ),
            ),
            SERVER: (
                (
                    "aggregate_records",
                    {**CUSTOMERS, "groupby": ["partner_id"], "aggregates": [AMOUNT]},
                ),
            ),
            PACKAGE: (
                (
                    "aggregate_records",
                    {**CUSTOMERS, "group_by": ["partner_id"], "measures": [AMOUNT]},
                ),
            ),
        },
        smaller=1.5,
    ),
    Task(
        "where an order stands",
        {
            ADDON: (("get_workflow_status", {"order": ORDER}),),
            SERVER: _chain(),
            PACKAGE: _chain(),
        },
        smaller=1.5,
    ),
)
