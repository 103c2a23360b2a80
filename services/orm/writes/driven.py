"""Fields that Odoo's own steps set: written bare, the step itself does not happen.

An order that is given the state of a confirmed one has no delivery, a quant that is
given another quantity no stock move, and no undo takes that back.
"""

from __future__ import annotations

from typing import Any

from odoo import api, models

from ..field_owner import owner_of

# set by steps too; stock that is created so comes from nowhere
AMOUNTS = {"stock.quant": ("quantity", "reserved_quantity")}
# given by whom it is about, on a page of his; a form shows it to developers
SIGNED = {
    "calendar.attendee": ("state",),
    "rating.rating": ("rating", "feedback", "consumed"),
    "sale.order": ("signature", "signed_by", "signed_on"),
    "stock.picking": ("signature",),
}
# files of theirs Odoo makes and mails, but for those that a form lets people upload
MAILED = ("account.move",)
# the documents themselves, whatever a form of another addon opens
LEGAL = ("invoice_pdf_report_file", "ubl_cii_xml_file")
# a form opens it, but not where it has this value: an entry has no type to choose
FIXED = {("account.move", "move_type"): "entry"}
# by model, who does the steps of it
TOOLS = {
    "account.move": "post_invoice, register_payment",
    "account.payment": "validate_payment",
    "calendar.attendee": "execute_method do_accept, do_decline, do_tentative",
    "hr.expense": "submit_expense, approve_expense",
    "hr.expense.sheet": "submit_expense, approve_expense",
    "hr.leave": "decide_time_off, cancel_time_off",
    "mrp.production": "confirm_manufacturing_order, complete_manufacturing_order",
    "purchase.order": "confirm_purchase_order",
    "sale.order": "confirm_quotation",
    "stock.move": "deliver_to_customer, receive_inventory",
    "stock.move.line": "deliver_to_customer, receive_inventory",
    "stock.picking": "deliver_to_customer, receive_inventory",
    "stock.quant": "inventory_quantity, then execute_method action_apply_inventory",
}


def is_driven(records: models.BaseModel, field: Any) -> bool:
    """Whether a step of Odoo sets the field, and nobody types it in.

    Args:
        records: those that are written. Where they are none, one is created: Odoo asks
            then for much that is read-only later, so of that states alone are driven.
    """
    if records._transient:
        return False
    owner = owner_of(field)
    if owner.name in SIGNED.get(owner.model_name, ()):
        return True
    if _is_mailed(owner):
        return owner.name in LEGAL or not _is_opened(records, field)
    found = (
        (records and _is_kept(owner))
        or owner.name in AMOUNTS.get(owner.model_name, ())
        or _is_state(records, field)
    )
    # last, for it may read every view of the model
    return bool(found) and not _is_opened(records, field)


def _is_kept(field: Any) -> bool:
    """Kept in the record itself; a list is kept in its lines, which say who owns them."""
    given = field.store and not field.compute and field.type != "one2many"
    return field.readonly and given


def _is_mailed(field: Any) -> bool:
    return field.type == "binary" and field.model_name in MAILED


def told(env: api.Environment, field: Any) -> str:
    """Why a driven field is not written, and what to do instead."""
    ways = "describe_model detail=actions"
    if tool := TOOLS.get(owner_of(field).model_name):
        ways = f"{tool}; {ways}"
    return env._("no form lets a person type it, Odoo's own steps set it: %s") % ways


def _is_state(records: models.BaseModel, field: Any) -> bool:
    """A selection that a form shows as steps, or a read-only one called so."""
    if field.type != "selection" or (field.required and not _has_start(field)):
        return False
    named = field.name == "state" and field.readonly
    return named or field.name in records.env["mcp.typed.in"]._steps(records._name)


def _has_start(field: Any) -> bool:
    return bool(owner_of(field).default or field.compute)


def _is_opened(records: models.BaseModel, field: Any) -> bool:
    fixed = FIXED.get((records._name, field.name))
    if fixed and fixed in records.mapped(field.name):
        return False
    typed = records.env["mcp.typed.in"]
    return field.name in typed._names_anywhere(records._name) or (
        field.inherited
        and field.name in typed._names_anywhere(field.related_field.model_name)
    )
