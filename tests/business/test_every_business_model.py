"""The tools on every model of a database with Odoo's applications and their data."""

from odoo.tests import tagged

from ..common import McpCase
from ..every_model import EveryModel


@tagged("post_install", "-at_install", "-standard", "business")
class TestEveryBusinessModel(EveryModel, McpCase):
    """Sales, stock, manufacturing, accounting, projects, staff."""

    # what the plain database shows for every kind of field is not shown again here
    details = ("compact", "template")
    most_groups = 2
