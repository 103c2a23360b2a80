"""A report that is a view of the database is a model, though its class is abstract."""

from odoo.tests import tagged

from ...services.orm import views
from ..common import McpCase

# an abstract class with fields of its own, and without a table
ABSTRACT = "mail.thread"


@tagged("post_install", "-at_install")
class TestViewsAsModels(McpCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(views.forget, self.env.registry)

    def test_an_abstract_class_without_a_view_holds_nothing(self):
        views.forget(self.env.registry)
        self.assertFalse(views.holds_records(self.env[ABSTRACT]))
        self.assertRefused(self.call("count_records", model=ABSTRACT), "no model")

    def test_one_with_a_view_is_read_as_any_model(self):
        self.env.cr.execute("CREATE VIEW mail_thread AS SELECT 7 AS id")
        views.forget(self.env.registry)
        model = self.env["ir.model"]._get(ABSTRACT)
        rights = {"name": "x", "model_id": model.id, "perm_read": True}
        self.env["ir.model.access"].create(
            {**rights, "group_id": self.env.ref("base.group_user").id}
        )
        self.assertTrue(views.holds_records(self.env[ABSTRACT]))
        counted = self.assertAnswers(self.call("count_records", model=ABSTRACT))
        self.assertEqual(counted["count"], 1)
        found = self.assertAnswers(self.call("list_models", search=ABSTRACT))
        self.assertIn(ABSTRACT, [entry["model"] for entry in found["models"]])
