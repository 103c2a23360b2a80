"""What tests of business processes share: users of a company, goods, orders."""

import unittest
import uuid

from odoo import Command
from odoo.tests import new_test_user

from ..common import McpMixin

OPERATOR = "odoo_mcp.group_operator"
GROUPS = {
    "salesman": "sales_team.group_sale_salesman",
    "sales_manager": "sales_team.group_sale_manager",
    "purchaser": "purchase.group_purchase_user",
    "purchase_manager": "purchase.group_purchase_manager",
    "warehouse": "stock.group_stock_user",
    "maker": "mrp.group_mrp_user",
    "maker_manager": "mrp.group_mrp_manager",
    # 19.0 copies the journal entries of an order to its backorder
    "plant_manager": "mrp.group_mrp_manager,account.group_account_readonly",
    "accountant": "account.group_account_invoice",
}


class FlowMixin(McpMixin):
    """Calls tools as users with ordinary roles."""

    needed = ("sale.order", "stock.picking", "purchase.order", "mrp.production")
    roles = ("salesman", "warehouse")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if missing := [model for model in cls.needed if model not in cls.env]:
            raise unittest.SkipTest(f"needs the apps of {', '.join(missing)}")
        partners = cls.env["res.partner"]
        cls.customer = partners.create({"name": "Flow Customer"})
        cls.vendor = partners.create({"name": "Flow Vendor"})
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.env.company.id)], limit=1
        )
        cls.stock = cls.warehouse.lot_stock_id
        cls.users = {role: cls.new_user(role) for role in cls.roles}

    @classmethod
    def new_user(cls, role, **values):
        """An Operator with the groups of ``role``, or with the groups it names."""
        named = filter(None, ("base.group_user", OPERATOR, GROUPS.get(role, role)))
        login = f"flow_{uuid.uuid4().hex[:8]}"
        return new_test_user(cls.env, login=login, groups=",".join(named), **values)

    def user(self, role):
        """The one user with ``role``."""
        return self.users.get(role) or self.new_user(role)

    def ask(self, role, tool, **arguments):
        """Call ``tool`` as the user with ``role``."""
        control = {"dry_run": arguments.pop("dry_run", False)}
        call = self.make_call(tool, arguments, user=self.user(role), **control)
        return self.answer(call)

    def product(self, name, on_hand=0, **values):
        product = self.env["product.product"].create(
            {"name": name, "is_storable": True, "list_price": 100.0, **values}
        )
        if on_hand:
            self.put_in_stock(product, on_hand)
        # taxes of all companies are remembered, of which a caller reads some
        self.env.flush_all()
        self.env.invalidate_all()
        return product

    def put_in_stock(self, product, quantity, lot=None):
        quants = self.env["stock.quant"]
        quants._update_available_quantity(product, self.stock, quantity, lot_id=lot)

    def lot(self, product, name):
        return self.env["stock.lot"].create({"product_id": product.id, "name": name})

    def quotation(self, *lines, **values):
        """A quotation of ``(product, quantity)`` lines."""
        return self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.user("salesman").id,
                "order_line": [
                    Command.create({"product_id": p.id, "product_uom_qty": quantity})
                    for p, quantity in lines
                ],
                **values,
            }
        )

    def sale(self, *lines, **values):
        """A confirmed one."""
        order = self.quotation(*lines, **values)
        order.action_confirm()
        return order

    def purchase(self, *lines, **values):
        """A confirmed purchase order of ``(product, quantity)`` lines."""
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "order_line": [
                    Command.create({"product_id": p.id, "product_qty": quantity})
                    for p, quantity in lines
                ],
                **values,
            }
        )
        order.button_confirm()
        return order
