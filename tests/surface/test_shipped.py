from odoo.tests import tagged

from ..common import McpCase

UPDATE = {"install_module": "odoo_mcp"}


@tagged("post_install", "-at_install")
class TestShipped(McpCase):
    """An update brings ours, whatever administrators called their own."""

    def update(self, model, xml_id, values):
        data = [{"xml_id": xml_id, "values": values, "noupdate": True}]
        return self.env[model].with_context(**UPDATE)._load_records(data, True)

    def prompt(self, **more):
        words = {"title": "Mine", "description": "Mine.", "text": "Do it."}
        return {"name": "mine_alone", **words, **more}

    def test_a_prompt_of_theirs_keeps_its_name_and_ours_is_put_beside_it(self):
        own = self.env["mcp.prompt"].create(self.prompt())
        ours = self.update("mcp.prompt", "odoo_mcp.prompt_mine_alone", self.prompt())
        self.assertEqual((own.name, own.active), ("mine_alone", True))
        self.assertEqual((ours.name, ours.active), ("mine_alone_2", False))

    def test_a_name_that_nobody_took_is_kept(self):
        ours = self.update("mcp.prompt", "odoo_mcp.prompt_mine_alone", self.prompt())
        self.assertEqual((ours.name, ours.active), ("mine_alone", True))

    def test_a_deleted_one_whose_name_was_given_away_comes_back_beside_it(self):
        shipped = self.env.ref("odoo_mcp.prompt_export_list")
        own = shipped.copy()
        values = self.prompt(name=shipped.name)
        shipped.unlink()
        own.name = values["name"]
        ours = self.update("mcp.prompt", "odoo_mcp.prompt_export_list", values)
        self.assertEqual((ours.name, ours.active), ("export_list_2", False))
        self.assertEqual(self.env.ref("odoo_mcp.prompt_export_list"), ours)

    def renewed(self, prompt):
        values = {
            "name": "export_list",
            "title": "A better title",
            "description": prompt.description,
            "text": "Do it for {whom}.",
            "argument_ids": [(0, 0, {"name": "whom"})],
        }
        data = {"xml_id": "odoo_mcp.prompt_export_list", "values": values}
        self.env["mcp.prompt"].with_context(**UPDATE)._load_records([data], True)

    def test_an_update_renews_a_prompt_that_nobody_edited(self):
        self.env["res.lang"]._activate_lang("de_DE")
        prompt = self.env.ref("odoo_mcp.prompt_export_list")
        prompt.with_context(lang="de_DE").title = "Ein alter Titel"
        prompt.flush_recordset()
        self.renewed(prompt)
        self.assertEqual(prompt.with_context(lang="de_DE").title, "A better title")
        self.assertEqual(prompt.text, "Do it for {whom}.")
        self.assertEqual(prompt.argument_ids.mapped("name"), ["whom"])

    def test_and_leaves_one_alone_that_somebody_did(self):
        prompt = self.env.ref("odoo_mcp.prompt_export_list")
        prompt.with_user(self.env.ref("base.user_admin")).sequence = 5
        before = prompt.text
        self.renewed(prompt)
        self.assertEqual(prompt.text, before)

    def test_the_same_holds_for_report_templates_and_the_next_update(self):
        templates = self.env["mcp.report.template"]
        ours = self.env.ref("odoo_mcp.report_template_sales_week")
        own = ours.copy()
        ours.unlink()
        own.write({"name": "sales_week", "title": "Mine"})
        for _update in range(2):
            templates._load_shipped()
            ours = self.env.ref("odoo_mcp.report_template_sales_week")
            self.assertEqual((ours.name, ours.active), ("sales_week_2", False))
            self.assertEqual((own.name, own.title), ("sales_week", "Mine"))

    def test_whoever_imports_one_is_told_that_the_name_is_taken(self):
        self.env["mcp.prompt"].create(self.prompt())
        fields, row = zip(*self.prompt().items(), strict=True)
        found = self.env["mcp.prompt"].load(list(fields), [list(row)])
        self.assertIn("already", found["messages"][0]["message"])
