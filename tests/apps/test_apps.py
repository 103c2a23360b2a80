from odoo.tests import tagged

from ...services import apps
from ..business.matrix import TOOLSETS
from ..common import McpCase

NEEDED = {
    "complete_manufacturing_order": "mrp.production (module mrp)",
    "confirm_manufacturing_order": "mrp.production (module mrp)",
    "confirm_purchase_order": "purchase.order (module purchase)",
    "confirm_quotation": "sale.order (module sale_management)",
    "create_invoice": "sale.order (module sale_management) / purchase.order",
    "create_bom": "mrp.bom (module mrp)",
    "create_manufacturing_order": "mrp.production (module mrp)",
    "create_purchase_order": "purchase.order (module purchase)",
    "create_quotation": "sale.order (module sale_management)",
    "deliver_to_customer": "stock.picking (module stock)",
    "get_workflow_status": "sale.order (module sale_management) / purchase.order",
    "receive_inventory": "stock.picking (module stock)",
}


@tagged("post_install", "-at_install")
class TestAbsentApps(McpCase):
    mcp_groups = "odoo_mcp.group_administrator"

    def setUp(self):
        super().setUp()
        for model in ("sale.order", "stock.picking"):
            if model in self.env:
                self.skipTest(f"the app of {model} is installed")

    def test_tools_of_absent_apps_are_not_listed_and_name_the_module(self):
        policy = self.env(user=self.mcp_caller.id)["mcp.policy"]
        listed = {d.name for d in policy._listed("tool", self.principal())}
        for name, module in NEEDED.items():
            with self.subTest(name=name):
                self.assertNotIn(name, listed)
                self.assertRefused(self.call(name), "not installed", module)

    def test_every_tool_of_an_absent_app_is_refused_before_its_arguments(self):
        env = self.env(user=self.mcp_caller.id)
        listed = {d.name for d in env["mcp.policy"]._listed("tool", self.principal())}
        tools = [
            d
            for d in env["mcp.catalog"]._of_kind("tool")
            if d.toolset in TOOLSETS and apps.absent(env, d.mark.requires or ())
        ]
        self.assertGreater(len(tools), len(NEEDED))
        for tool in tools:
            with self.subTest(name=tool.name):
                self.assertNotIn(tool.name, listed)
                self.assertRefused(self.call(tool.name), "not installed", "module ")
