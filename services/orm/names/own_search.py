"""Models whose name search is not the plain one of Odoo."""

from __future__ import annotations

from odoo import models

# Overrides that were read: of who has exactly a name for a display name they find
# nobody whom the search of ``display_name`` does not. They begin with codes and logins,
# or put somebody first.
READ = {
    f"odoo.addons.{module}"
    for module in (
        "base.models.res_country",
        "base.models.res_users",
        "web.models.res_users",
        "product.models.product_product",
        "product.models.product_template",
        "account.models.account_account",
    )
}
# those that look no further once a field is exactly the name
STOPS = {"product.product"}
# what makes those find others, or show them otherwise
CONTEXT = {"partner_id", "move_type", "search_product_product"}


def is_there(comodel: models.BaseModel) -> bool:
    """Whether the model has a name search of its own."""
    return type(comodel).name_search is not models.BaseModel.name_search


def stops(comodel: models.BaseModel) -> bool:
    """Whether it finds nobody else where a field of somebody is the name."""
    return comodel._name in STOPS


def finds_more(comodel: models.BaseModel) -> bool:
    """Whether that may find who is called so where ``display_name`` does not.

    Then it is asked name by name.
    """
    if not is_there(comodel):
        return False
    if not CONTEXT.isdisjoint(comodel.env.context):
        return True
    return any(
        "name_search" in vars(kind) and kind.__module__ not in READ
        for kind in type(comodel).__mro__
        if kind is not models.BaseModel
    )
