from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, PrivateAttr, ValidationInfo, model_validator

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from ...services.orm.context_params import ContextParams, Day
from ...services.orm.reads.cells import cell
from ...services.orm.reads.values import amount
from ...services.orm.writes import stored
from ...services.orm.writes.input import InputError, Values, read_values
from ...services.orm.writes.writing import NotApplied, lines_of
from .answers import EmployeeId, ExpenseAnswer, answer

# the reference of Odoo's own category for expenses without one
GENERAL = "EXP_GEN"
NAMED = {
    "name": "name",
    "amount": "total_amount_currency",
    "quantity": "quantity",
    "currency": "currency_id",
    "category": "product_id",
    "paid_by": "payment_mode",
    "notes": "description",
    "employee_id": "employee_id",
}


class FactParams(ContextParams):
    """What an expense is of, by the fields that it stands for."""

    amount: float | None = Field(
        None,
        validation_alias=AliasChoices("amount", "total_amount"),
        description="With taxes, in currency. Left out where the category has a price.",
    )
    currency: str | None = Field(None, description="E.g. EUR. Default: the company's.")
    category: str | int | None = Field(
        None,
        validation_alias=AliasChoices("category", "product", "product_id"),
        description="Id or name of the expense category (a product), e.g. Meals.",
    )
    date: Day | None = Field(None, description="Day of the expense. Default: today.")
    _values: Values = PrivateAttr()

    @model_validator(mode="after")
    def _read(self, info: ValidationInfo) -> FactParams:
        env = self.env_of(info.context["env"]["hr.expense"])
        asked = {
            field: value
            for name, field in NAMED.items()
            if (value := getattr(self, name, None)) is not None
        }
        if self.date:
            asked["date"] = self.date.isoformat()
        try:
            self._values = read_values(env["hr.expense"], asked)
        except InputError as error:
            raise InputError(_named(error.problems)) from None
        return self


def _named(problems: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same, by the names of the arguments, which are all that clients know."""
    arguments = {field: name for name, field in NAMED.items()}
    return [(arguments.get(path, path), said) for path, said in problems]


class CreateParams(FactParams):
    name: str = Field(
        min_length=1,
        max_length=200,
        validation_alias=AliasChoices("name", "description"),
        description="What it was for, e.g. Lunch with Azure.",
    )
    quantity: float | None = Field(
        None, gt=0, description="Of a category with a price, e.g. kilometres."
    )
    employee_id: EmployeeId | None = Field(
        None, description="Whose it is. Default: you."
    )
    paid_by: Literal["own_account", "company_account"] | None = Field(
        None, description="own_account (default) is reimbursed to the employee."
    )
    notes: str | None = Field(None, max_length=20_000, description="Internal notes.")
    # read of what was created: a preview is worded afterwards
    _total: str = PrivateAttr("")

    @model_validator(mode="after")
    def _priced(self, info: ValidationInfo) -> CreateParams:
        """Odoo's form takes no total where quantity and price make it."""
        env = self.env_of(info.context["env"]["hr.expense"])
        product = env["product.product"].browse(self._values.get("product_id"))
        if self.amount is not None and product.standard_price:
            text = env._(
                "amount: %(category)s has a price, give the quantity (%(unit)s)"
            )
            facts = {"category": product.name, "unit": product.uom_id.name}
            raise ValueError(text % facts)
        return self


class CreatedExpense(ExpenseAnswer):
    not_applied: list[NotApplied] = Field(
        default_factory=list, description="What Odoo stored otherwise than asked."
    )

    def rest(self) -> list[str]:
        return [*super().rest(), *lines_of(self.not_applied, [], self.model)]


class CreateExpense(models.AbstractModel):
    _inherit = "mcp.tools.expenses"

    @mcp_tool(Effect.ADD, requires=("hr.expense",), aliases=("odoo_create_expense",))
    def _mcp_create_expense(self, params: CreateParams) -> CreatedExpense:
        """Create a draft expense; upload_receipt adds the receipt, submit_expense hands in.

        A category with a price takes a quantity instead of an amount.
        """
        expenses = params.env_of(self)["hr.expense"]
        values = params._values
        if "product_id" not in values:
            values["product_id"] = self._general(expenses)
        made = expenses.create(values.for_odoo())
        back = stored.read_back(made, {made.id: values})
        told = answer(made)
        params._total = _total(made)
        return CreatedExpense(**dict(told), not_applied=back.not_applied)

    def _general(self, expenses: models.BaseModel) -> int:
        """The category of expenses without one, which Odoo gives to receipts."""
        products = expenses.env["product.product"]
        found = products.search([("can_be_expensed", "=", True)])
        general = found.filtered(lambda p: p.default_code == GENERAL)[:1]
        if not general:
            text = self.env._("Name the category; there are: %s.")
            raise ToolError(text % ", ".join(found.mapped("display_name")))
        return general.id

    def _sentence_create_expense(self, params: CreateParams) -> str:
        text = self.env._("Creates the expense “%(name)s” of %(amount)s.")
        return text % {"name": params.name, "amount": params._total}


def _total(expense: models.BaseModel) -> str:
    """What it costs, and of what that is made where the category has a price."""
    total = cell(amount(expense.total_amount_currency, expense.currency_id))
    if not expense.product_has_cost:
        return total
    unit = expense.product_uom_id.name or ""
    return f"{total} ({expense.quantity:.15g} {unit})"
