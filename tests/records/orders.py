"""A business process with buttons and a wizard, run by ``execute_method``."""

from ..common import McpCase

ORDER = "test.mcp.order"


class OrderCase(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"
    mcp_needs = (ORDER,)

    def setUp(self):
        super().setUp()
        rows = [{"name": "Small", "number": 1}, {"name": "Large", "number": 99}]
        self.small, self.large = self.orders = self.env[ORDER].create(rows)

    def execute(self, method, records=None, model=ORDER, **arguments):
        if records:
            arguments["record_ids"] = records.ids
        return self.call("execute_method", model=model, method=method, **arguments)
