from odoo.tests import tagged
from odoo.tools import mute_logger

from ...services.answers import numbers
from ...services.oauth import scopes
from ..common import McpCase
from ..things import size


@tagged("post_install", "-at_install")
class TestCreateRecords(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def create(self, model="res.partner", /, **arguments):
        return self.call("create_records", model=model, **arguments)

    def test_one_record_is_answered_with_id_name_and_address(self):
        answer = self.assertAnswers(self.create(values={"name": "Quokka"}))
        partner = self.env["res.partner"].browse(answer["ids"])
        self.assertEqual(partner.name, "Quokka")
        self.assertEqual(partner.create_uid, self.mcp_caller)
        self.assertEqual(answer["records"], [{"id": partner.id, "name": "Quokka"}])
        self.assertIn("/odoo/res.partner/{id}", answer["url"])
        self.assertEqual(answer["not_applied"], [])

    def test_a_new_channel_has_the_members_of_a_list(self):
        ann = self.env["res.partner"].create({"name": "Ann"})
        values = {"name": "Quokkas", "channel_partner_ids": ann.ids}
        answer = self.assertAnswers(self.create("discuss.channel", values=values))
        channel = self.env["discuss.channel"].browse(answer["ids"])
        self.assertIn(ann, channel.channel_member_ids.partner_id)

    def test_an_id_of_another_system_is_refused_with_what_to_do(self):
        outcome = self.create(values={"name": "Quokka", "id": "imp.k1"})
        self.assertRefused(outcome, "id: set by Odoo itself", "a key such as ref")
        way = {False: "update_records", True: "import_data"}
        known = self.env["mcp.catalog"]._find("tool", "import_data")
        self.assertRefused(outcome, way[bool(known)])

    def test_several_are_created_in_order(self):
        rows = [{"name": f"Quokka {n}"} for n in range(3)]
        answer = self.assertAnswers(self.create(values=rows))
        made = self.env["res.partner"].browse(answer["ids"])
        self.assertEqual(made.mapped("name"), [row["name"] for row in rows])

    def test_more_than_a_thousand_or_none_are_refused(self):
        self.assertRefused(self.create(values=[{"name": "x"}] * 1001), "values")
        self.assertRefused(self.create(values=[]), "values")

    def test_all_or_none_are_created(self):
        self.assertTrue(self.mcp_caller)
        before = self.env["res.partner"].search_count([])
        rows = [{"name": "Quokka"}, {"name": "Bad", "color": "red"}]
        self.assertRefused(self.create(values=rows), "[1].color")
        with self.assertLogs("odoo.sql_db", "ERROR"):
            outcome = self.create(values=[{"name": "Quokka"}, {"type": "contact"}])
        self.assertRefused(outcome, "[1]: ", "require a name")
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_of_many_the_ids_are_told_and_the_first_names(self):
        self.env["ir.config_parameter"].set_param("mcp.bulk_threshold", "1000")
        rows = [{"name": f"Many {n}"} for n in range(300)]
        outcome = self.create("res.partner.category", values=rows)
        made = self.assertAnswers(outcome)
        tags = self.env["res.partner.category"].browse(made["ids"])
        self.assertEqual(tags.mapped("name"), [row["name"] for row in rows])
        self.assertEqual(len(made["records"]), 20)
        self.assertIn("Many 19\nand ", outcome.text)
        self.assertLess(size(outcome), 4000)
        self.assertEqual(numbers.spans([4, 5, 6, 9, 11, 12]), "4–6, 9, 11–12")

    def test_the_row_that_odoo_refuses_is_named(self):
        tags = self.env["res.partner.category"]
        rows = [{"name": f"T{n}", "color": n} for n in range(7)]
        for number in range(7):
            with self.subTest(number=number), mute_logger("odoo.sql_db"):
                wrong = [dict(row) for row in rows]
                del wrong[number]["name"]
                outcome = self.create(tags._name, values=wrong)
                self.assertRefused(outcome, f"[{number}]: ", "name")
        self.assertFalse(tags.search([("name", "=", "T1")]))

    def test_of_two_rows_that_clash_the_later_is_named(self):
        rows = [{"name": n, "code": c} for n, c in (("Q1", "Q1"), ("Q2", "Q2"))]
        rows += [{"name": "Q3", "code": "Q1"}, {"name": "Q4", "code": "Q4"}]
        admin = self.mcp_user("odoo_mcp.group_operator,base.group_system")
        arguments = {"model": "res.country", "values": rows}
        with mute_logger("odoo.sql_db"):
            call = self.make_call("create_records", arguments, user=admin)
            self.assertRefused(self.answer(call), "[2]: ")

    def test_what_odoo_took_from_the_parent_is_not_applied(self):
        parent = self.env["res.partner"].create(
            {"name": "Company", "is_company": True, "vat": "BE0477472701"}
        )
        child = {"name": "Child", "parent_id": parent.id, "vat": "BE0123456749"}
        (missed,) = self.assertAnswers(self.create(values=child))["not_applied"]
        self.assertEqual(
            (missed["field"], missed["asked"], missed["stored"]),
            ("vat", "BE0123456749", "BE0477472701"),
        )

    def test_a_script_in_html_is_reported_as_lost_and_a_frame_is_not(self):
        text = "<b>bold</b><script>alert(1)</script>"
        answer = self.assertAnswers(self.create(values={"name": "Q", "comment": text}))
        (missed,) = answer["not_applied"]
        self.assertIn("<b>bold</b>", missed["stored"])
        self.assertNotIn("alert", missed["stored"])
        values = {"name": "Q", "comment": "plain words"}
        self.assertEqual(
            self.assertAnswers(self.create(values=values))["not_applied"], []
        )

    def test_what_html_loses_without_a_word_is_reported(self):
        text = '<p>hi</p><iframe src="https://example.com"></iframe>'
        answer = self.assertAnswers(self.create(values={"name": "Q", "comment": text}))
        self.assertEqual([m["field"] for m in answer["not_applied"]], ["comment"])

    def test_lines_are_created_and_read_back(self):
        parent = {"name": "Parent", "is_company": True, "vat": "BE0477472701"}
        lines = [{"name": "One"}, {"name": "Two", "vat": "BE0123456749"}]
        answer = self.assertAnswers(self.create(values={**parent, "child_ids": lines}))
        made = self.env["res.partner"].browse(answer["ids"])
        self.assertEqual(made.child_ids.mapped("name"), ["One", "Two"])
        (missed,) = answer["not_applied"]
        two = made.child_ids[1]
        self.assertEqual(missed["field"], f"child_ids[{two.id}].vat")
        self.assertEqual(missed["stored"], "BE0477472701")

    def test_a_closed_model_is_closed_nested_and_named(self):
        admin = self.mcp_user("odoo_mcp.group_administrator,base.group_system")
        rule = {"name": "x", "model_id": 1}
        for model, values in (
            ("ir.rule", rule),
            ("ir.config_parameter", {"key": "x", "value": "x"}),
            ("mcp.key", {"name": "x"}),
        ):
            call = self.make_call(
                "create_records", {"model": model, "values": values}, user=admin
            )
            self.assertRefused(self.answer(call), "closed")
        values = {"name": "M", "model": "x_m", "rule_ids": [rule]}
        call = self.make_call(
            "create_records", {"model": "ir.model", "values": values}, user=admin
        )
        self.assertRefused(self.answer(call), "closed")

    def test_a_developer_with_the_switch_on_opens_what_is_closed(self):
        groups = "odoo_mcp.group_administrator,odoo_mcp.group_developer"
        developer = self.mcp_user(f"{groups},base.group_system")
        arguments = {
            "model": "ir.config_parameter",
            "values": {"key": "quokka.size", "value": "7"},
        }
        call = self.make_call("create_records", arguments, user=developer)
        self.env["ir.config_parameter"].set_param("mcp.developer_tools", "")
        self.assertRefused(self.answer(call), "closed")
        self.open_developer_tools()
        call = self.make_call("create_records", arguments, user=developer)
        self.assertRefused(self.answer(call), "credential")
        values = {"name": "Quokka rule", "model_id": "base.model_res_partner"}
        arguments = {"model": "ir.rule", "values": values}
        call = self.make_call("create_records", arguments, user=developer)
        self.assertAnswers(self.answer(call))

    def test_a_credential_without_the_developer_tools_opens_nothing(self):
        groups = "odoo_mcp.group_administrator,odoo_mcp.group_developer"
        developer = self.mcp_user(f"{groups},base.group_system")
        values = {"name": "Quokka rule", "model_id": "base.model_res_partner"}
        arguments = {"model": "ir.rule", "values": values}
        without = set(scopes.BY_MODE.values())
        for limits, opens in (
            ({"toolsets": frozenset({"records"})}, False),
            ({"toolsets": frozenset({"records", "developer"})}, True),
            ({"scopes": frozenset(without)}, False),
            ({"scopes": frozenset({*without, scopes.DEVELOPER})}, True),
        ):
            principal = self.principal(developer, **limits)
            call = self.make_call(
                "create_records", arguments, user=developer, principal=principal
            )
            with self.subTest(str(limits)):
                if opens:
                    self.assertAnswers(self.answer(call))
                else:
                    self.assertRefused(self.answer(call), "closed")

    def test_without_the_right_nothing_is_created(self):
        observer = self.mcp_user("odoo_mcp.group_operator")
        values = {"model": "res.partner", "values": {"name": "x"}}
        call = self.make_call("create_records", values, user=observer)
        self.assertRefused(self.answer(call), "Contact")

    def test_a_key_creates_once(self):
        arguments = {"model": "res.partner", "values": {"name": "Once only"}}
        answers = [
            self.answer(
                self.make_call("create_records", arguments, idempotency_key="one")
            )
            for _time in range(2)
        ]
        first, second = (self.assertAnswers(answer)["ids"] for answer in answers)
        self.assertEqual(first, second)
        made = self.env["res.partner"].search([("name", "=", "Once only")])
        self.assertEqual(made.ids, first)

    def test_a_dry_run_shows_and_leaves_nothing(self):
        arguments = {"model": "res.partner", "values": {"name": "Only shown"}}
        outcome = self.answer(self.make_call("create_records", arguments, dry_run=True))
        self.assertFalse(outcome.is_error, outcome.text)
        self.assertIn("Creates one record of Contact (res.partner).", outcome.text)
        self.assertIn("Only shown", outcome.text)
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Only shown")]))
