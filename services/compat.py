"""What differs between Odoo 18.0 and 19.0, in one place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg2

from odoo import api, models, release
from odoo.exceptions import AccessError
from odoo.modules.registry import Registry
from odoo.service import model as model_service
from odoo.tools import get_lang, translate

# 19.0 has the header X-Odoo-Database of its own
CHOOSES_DATABASE_BY_HEADER = release.version_info[0] >= 19

# groups that are shown together on the user form
SHOWN = {
    "access": ("observer", "operator", "importer", "administrator"),
    "developer": ("developer",),
}


def lends_real_cursors(registry: Any) -> bool:
    """Whether its cursors are connections of their own: not where a test lends its own."""
    if not isinstance(registry, Registry):
        return False
    return getattr(registry, "test_cr", None) is None and "cursor" not in vars(registry)


def by_terms(name: str, translated: Callable[..., Any]) -> Callable[..., Any]:
    """``translate`` of a field whose texts are translated one by one.

    19.0 notes in ``ir.model.fields`` how a field is translated, by a name.
    """
    if hasattr(translate, "FIELD_TRANSLATE"):
        translate.FIELD_TRANSLATE.setdefault(name, translated)
    return translated


def cached_values(registry: Any) -> dict[tuple, Any]:
    """What Odoo's cache of methods holds, by (model, method, arguments)."""
    kept = registry._Registry__caches["default"]
    return kept._values if hasattr(kept, "_values") else kept.d


def group_field(user: models.BaseModel) -> str:
    """The field of ``res.users`` that holds groups: renamed in 19.0."""
    return "group_ids" if "group_ids" in user._fields else "groups_id"


def grant(user: models.BaseModel, group: models.BaseModel) -> None:
    """Put ``user`` into ``group``."""
    user.write({group_field(user): [(4, group.id)]})


def members(group: models.BaseModel) -> models.BaseModel:
    """The users of a group, by implication too: 18.0 keeps these with the others."""
    return group["all_user_ids" if "all_user_ids" in group._fields else "users"]


def show_groups(env: api.Environment) -> None:
    """Make a choice on the user form of the groups: modes, and developer or not.

    18.0 shows the groups of a category, 19.0 those of a privilege in a category.
    """
    for name in ("access", "developer"):
        category = env.ref(f"odoo_mcp.category_{name}")
        groups = env["res.groups"].browse(
            env.ref(f"odoo_mcp.group_{group}").id for group in SHOWN[name]
        )
        if "category_id" in groups._fields:
            groups.write({"category_id": category.id})
        else:
            groups.write({"privilege_id": _privilege(env, name, category).id})


def _privilege(
    env: api.Environment, name: str, category: models.BaseModel
) -> models.BaseModel:
    """The privilege of 19.0, under an XML id so that it goes with the addon."""
    values = {
        "name": category.name,
        "description": category.description,
        "category_id": category.parent_id.id,
    }
    data = {"xml_id": f"odoo_mcp.privilege_{name}", "values": values}
    return env["res.groups.privilege"]._load_records([data])


def may_read_field(records: models.BaseModel, field: Any) -> bool:
    """Whether the field's groups let the caller read it."""
    if hasattr(records, "_has_field_access"):
        return records._has_field_access(field, "read")
    return field.is_accessible(records.env)


def may_write_field(records: models.BaseModel, field: Any) -> bool:
    """Whether the field's groups let the caller write it."""
    if hasattr(records, "_has_field_access"):
        return records._has_field_access(field, "write")
    return field.is_accessible(records.env)


def constraint_message(env: api.Environment, error: psycopg2.IntegrityError) -> str:
    """What Odoo says to a person of a constraint that was violated."""
    if hasattr(models.BaseModel, "_sql_error_to_message"):
        table = error.diag.table_name
        names = (name for name, model in env.registry.items() if model._table == table)
        return env[next(names, "base")]._sql_error_to_message(error)
    return str(model_service._as_validation_error(env, error).args[0])


def public_method(records: models.BaseModel, name: str) -> Callable[..., Any]:
    """The method that Odoo's RPC would run.

    Raises:
        AccessError: a private one.
        AttributeError: none of that name.
    """
    if hasattr(model_service, "get_public_method"):
        return model_service.get_public_method(records, name)
    # 18.0 before March 2025
    method = getattr(type(records), name, None)
    if name.startswith("_") or getattr(method, "_api_private", False):
        raise AccessError(
            records.env._("Private methods (such as %s) cannot be called remotely.")
            % name
        )
    if not callable(method):
        raise AttributeError(name)
    return method


def works_on_the_model(method: Callable[..., Any]) -> bool:
    """Whether it is an ``@api.model`` method, which takes no records."""
    return getattr(method, "_api_model", False) or getattr(method, "_api", None) in (
        "model",
        "model_create",
    )


def weekday_to_odoo(env: api.Environment, day: int) -> int:
    """``day_of_week`` as Odoo's domains take it, of a day where Sunday is 0.

    18.0 counts from the first day of the week of the caller's language.
    """
    if release.version_info[0] >= 19:
        return day
    return (day - int(get_lang(env).week_start)) % 7


def weekday_from_odoo(env: api.Environment, day: int) -> int:
    """The day, Sunday being 0, of what Odoo's grouping gives."""
    if release.version_info[0] >= 19:
        return day
    return (day + int(get_lang(env).week_start)) % 7


def grouped_links(records: models.BaseModel, field: Any) -> list[Any]:
    """The domain of the records of a many2many that grouping sees as groups.

    18.0 groups by archived ones too; 19.0 by what a search of the field finds.
    """
    if release.version_info[0] >= 19 or not field.comodel_name:
        return []
    comodel = records.env[field.comodel_name]
    if not comodel._active_name:
        return []
    return [(comodel._active_name, "in", [True, False])]


def may(records: models.BaseModel, operation: str) -> bool:
    """Whether Odoo lets the caller do ``operation`` on ``records``, or the model.

    18.0 checks attachments apart from everything else.
    """
    if records._name == "ir.attachment" and release.version_info[0] < 19:
        return records.has_access(operation) and _may_attachment(records, operation)
    return records.has_access(operation)


def _may_attachment(records: models.BaseModel, operation: str) -> bool:
    try:
        records.check(operation)
    except AccessError:
        return False
    return True


def groups_of(record: models.BaseModel) -> models.BaseModel:
    """The groups that an action or a menu is for: the field was renamed in 19.0."""
    return record["group_ids" if "group_ids" in record._fields else "groups_id"]


def property_among(path: str, operator: str, values: list[Any]) -> list[Any]:
    """The terms of a domain: a property is, or has among its own, one of ``values``.

    Args:
        operator: ``in`` or ``not in``.

    Odoo takes a list for "all of its values are among these", so one term a value;
    18.0 takes a list of one so, too.
    """
    if not values:
        return [(path, operator, values)]
    joins = ["|" if operator == "in" else "&"] * (len(values) - 1)
    listed = release.version_info[0] >= 19
    terms = [(path, operator, [value] if listed else value) for value in values]
    return [*joins, *terms]


def is_locked(order: models.BaseModel) -> bool:
    """Whether a sale or purchase order is locked: a state of purchases in 18.0."""
    if "locked" in order._fields:
        return bool(order.locked)
    return order.state == "done"


def order_warnings(order: models.BaseModel, side: str) -> list[tuple[str, bool]]:
    """What Odoo's form says of the partner and products of an order.

    19.0 has texts only; 18.0 may forbid an order, which its form alone enforces.

    Args:
        side: ``sale`` or ``purchase``.

    Returns:
        Each text, and whether it forbids the order.
    """
    if f"{side}_warning_text" in order._fields:
        return [
            (text, False)
            for text in (order[f"{side}_warning_text"] or "").split("\n")
            if text
        ]
    partner = order.partner_id
    said = [(p, f"{side}_warn") for p in (partner, partner.parent_id) if p]
    said += [(p, f"{side}_line_warn") for p in order.order_line.product_id]
    return [
        (
            f"{record.display_name} - {record[f'{field}_msg'] or ''}",
            record[field] == "block",
        )
        for record, field in said
        if record[field] not in (False, "no-message")
    ]


def line_unit(line: models.BaseModel) -> models.BaseModel:
    """The unit of a line of an order: the field was renamed in 19.0."""
    return line["product_uom_id" if "product_uom_id" in line._fields else "product_uom"]


def sales_of_production(order: models.BaseModel) -> models.BaseModel:
    """The sale orders that a manufacturing order is for, as its form counts them.

    18.0 links them by procurement groups, 19.0 by references.
    """
    if "sale_line_id" not in order._fields:
        return order.browse()
    if "reference_ids" in order._fields:
        return order.reference_ids.sale_ids | order.sale_line_id.order_id
    moves = order.procurement_group_id.mrp_production_ids.move_dest_ids
    return moves.group_id.sale_id | order.sale_line_id.order_id


def backorders_of_production(order: models.BaseModel) -> models.BaseModel:
    """The orders that share the work of ``order``, itself among them."""
    if "production_group_id" in order._fields:
        return order.production_group_id.production_ids
    return order.procurement_group_id.mrp_production_ids


def lots_field(order: models.BaseModel) -> str:
    """What holds the lots that an order makes: one in 18.0, several in 19.0."""
    several = "lot_producing_ids"
    return several if several in order._fields else "lot_producing_id"


def fields_of_invoice_mail(wizard: models.BaseModel) -> tuple[str, str, str]:
    """Recipients, subject and text of the wizard that sends an invoice."""
    if "mail_subject" in wizard._fields:
        return "mail_partner_ids", "mail_subject", "mail_body"
    return "mail_partner_ids", "subject", "body"


# states of what an employee handed in: of reports in 18.0, of expenses in 19.0
EXPENSES_TO_APPROVE = ("submit", "submitted")


def expense_report_model(env: api.Environment) -> str:
    """What is submitted and approved: reports of expenses in 18.0, expenses in 19.0."""
    return "hr.expense.sheet" if "hr.expense.sheet" in env else "hr.expense"


def expense_reports(expenses: models.BaseModel) -> models.BaseModel:
    """What is approved: the reports of ``expenses`` in 18.0, themselves in 19.0."""
    return expenses.sheet_id if "sheet_id" in expenses._fields else expenses


def asked_to_approve(report: models.BaseModel) -> models.BaseModel:
    """The user whom Odoo asks to approve what ``expense_reports`` answered."""
    return report["manager_id" if "manager_id" in report._fields else "user_id"]


def expenses_of(reports: models.BaseModel) -> models.BaseModel:
    """The expenses of what ``expense_reports`` answered."""
    if reports._name == "hr.expense":
        return reports
    return reports.expense_line_ids


def submit_expenses(expenses: models.BaseModel) -> None:
    """Hand expenses in: 18.0 puts those without a report into a new one first."""
    if "sheet_id" not in expenses._fields:
        expenses.action_submit()
        return
    alone = expenses.filtered(lambda expense: not expense.sheet_id)
    reports = alone._create_sheets_from_expense() if alone else expenses.sheet_id
    (reports | expenses.sheet_id).action_submit_sheet()


def expense_buttons(reports: models.BaseModel) -> tuple[str, str]:
    """The methods that approve and refuse what ``expense_reports`` answered."""
    if reports._name == "hr.expense":
        return "action_approve", "action_refuse"
    return "action_approve_expense_sheets", "action_refuse_expense_sheets"


def post_button(reports: models.BaseModel) -> str:
    """The method that books what ``expense_reports`` answered."""
    if reports._name == "hr.expense":
        return "action_post"
    return "action_sheet_move_post"


def entries_of_expenses(reports: models.BaseModel) -> models.BaseModel:
    """The journal entries that ``expense_reports`` were booked by."""
    if reports._name == "hr.expense":
        return reports.account_move_id
    return reports.account_move_ids


# where an approval leads, with the states after it that Odoo may reach by itself
EXPENSES_APPROVED = ("approve", "approved", "post", "posted", "done", "paid")
EXPENSES_REFUSED = ("cancel", "refused")


def expenses_from_files(attachments: models.BaseModel) -> models.BaseModel:
    """The draft expenses that Odoo makes of receipts; it answers an action in 18.0."""
    expenses = attachments.env["hr.expense"]
    found = expenses.create_expense_from_attachments(attachments.ids)
    if isinstance(found, dict):
        return expenses.search(found["domain"])
    return expenses.browse(found)


def expense_argument(env: api.Environment) -> str:
    """How ``approve_expense`` takes what ``expense_report_model`` holds."""
    return "report_id" if "hr.expense.sheet" in env else "expense_id"


def contract_model(env: api.Environment) -> str | None:
    """Where contracts are: a model of their own in 18.0, versions of employees in 19.0."""
    return next((m for m in ("hr.contract", "hr.version") if m in env), None)


def part_of_a_day(
    half: str | None, hours: tuple[float, float] | None
) -> dict[str, Any]:
    """The values of a request for time off that is shorter than a day.

    19.0 knows by the type what is asked for; 18.0 wants to be told.

    Args:
        half: ``am`` or ``pm``.
        hours: from and to, of the day.
    """
    flags = release.version_info[0] < 19
    values: dict[str, Any] = {}
    if half:
        values |= {"request_date_from_period": half}
        values |= (
            {"request_unit_half": True} if flags else {"request_date_to_period": half}
        )
    if hours:
        values |= {"request_hour_from": hours[0], "request_hour_to": hours[1]}
        values |= {"request_unit_hours": True} if flags else {}
    return values


def approve_time_off(leave: models.BaseModel) -> None:
    """Approve once; 18.0 has a second method for the second approval."""
    if leave.state == "validate1" and hasattr(leave, "action_validate"):
        leave.action_validate()
    else:
        leave.action_approve()
