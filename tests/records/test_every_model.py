"""The reading tools on every model of the database: no error, no answer too large.

Slow on a database with many applications: some milliseconds a call, some forty calls
a model and user.
"""

from odoo.tests import tagged

from ..common import McpCase
from ..every_model import EveryModel


@tagged("post_install", "-at_install")
class TestEveryModel(EveryModel, McpCase):
    """Odoo as it is without applications."""

    def test_a_plain_user_reads_every_model(self):
        self.reads_all(self.mcp_caller)
