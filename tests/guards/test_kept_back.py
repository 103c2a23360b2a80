"""Previews and change sets show nothing that the record rules keep from the reader."""

from odoo.tests import tagged

from ...services.journal.lines import ChangeSet, Line
from ...services.journal.recording import recording
from ...services.journal.shown import shown
from ..common import McpCase

ORDER = "test.mcp.order"


@tagged("post_install", "-at_install")
class TestKeptBack(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"
    mcp_needs = (ORDER,)

    def setUp(self):
        super().setUp()
        self.order = self.env[ORDER].create({"name": "Small", "number": 1})
        self.belgium = self.env.ref("base.be")
        self.as_user = self.env(user=self.mcp_caller.id)

    def rule(self, model, domain, **values):
        model_id = self.env["ir.model"]._get_id(model)
        values = {"name": "Some only", "model_id": model_id, **values}
        return self.env["ir.rule"].create({**values, "domain_force": domain})

    def noted_elsewhere(self):
        """What a preview shows of a method that writes a country as superuser."""
        arguments = {"model": ORDER, "method": "note_elsewhere"}
        arguments["record_ids"] = self.order.ids
        call = self.make_call("execute_method", arguments, dry_run=True)
        records = self.assertAnswers(self.answer(call))["preview"]["records"]
        self.env.invalidate_all()
        return {record["model"]: record for record in records}

    def test_what_odoo_writes_beside_is_shown_to_who_may_read_it(self):
        code = self.belgium.phone_code
        found = self.noted_elsewhere()
        self.assertEqual(
            found["res.country"]["fields"], {"phone_code": [code, code + 1]}
        )

    def test_what_a_rule_keeps_from_the_caller_has_a_name_and_no_values(self):
        self.rule("res.country", "[('code', '!=', 'BE')]")
        found = self.noted_elsewhere()
        self.assertEqual(found["res.country"]["fields"], {})
        self.assertEqual(found["res.country"]["name"], "Belgium")
        self.assertEqual(found[ORDER]["fields"], {"number": [1, 2]})

    def test_a_change_set_keeps_back_the_same(self):
        arguments = {"model": ORDER, "method": "note_elsewhere"}
        self.assertAnswers(
            self.call("execute_method", **arguments, record_ids=self.order.ids)
        )
        change = self.as_user["mcp.change"].search([], limit=1)
        self.rule("res.country", "[('code', '!=', 'BE')]")
        (record,) = (r for r in change._shown().records if r["model"] == "res.country")
        self.assertEqual(record["fields"], {})

    def test_a_key_of_one_company_shows_neither_values_nor_names_of_another(self):
        """Another key of the same user changed them."""
        other = self.env["res.company"].create({"name": "Other"})
        self.mcp_caller.company_ids += other
        values = {"name": "Theirs", "company_id": other.id, "street": "A"}
        partner = self.env["res.partner"].create(values)
        both = [self.mcp_caller.company_id.id, other.id]
        arguments = {"model": "res.partner", "record_ids": partner.ids}
        call = self.make_call(
            "update_records", {**arguments, "values": {"street": "B"}}
        )
        call.env = call.env(context={"allowed_company_ids": both})
        self.assertAnswers(self.answer(call))
        change = self.as_user["mcp.change"].search([], limit=1)
        for companies in (None, frozenset(self.mcp_caller.company_id.ids)):
            call = self.make_call("list_changes", {"change_id": change.id})
            call.principal = self.principal(companies=companies)
            reached = both if companies is None else sorted(companies)
            call.env = call.env(context={"allowed_company_ids": reached})
            (listed,) = self.assertAnswers(self.answer(call))["changes"]
            (record,) = listed["records"]
            self.assertEqual(bool(record["fields"]), companies is None)
            self.assertEqual(record["name"], "Theirs" if companies is None else "")

    def test_what_the_caller_gives_away_is_shown_to_him(self):
        """He could read it before he wrote it."""
        self.rule(ORDER, "[('number', '<', 5)]", perm_write=False)
        with recording(self.as_user) as journal:
            self.order.with_env(self.as_user).number = 9
            self.as_user.flush_all()
            change = journal.finished(self.as_user)
        (record,) = shown(self.as_user, change).records
        self.assertEqual(record["fields"], {"number": [1, 9]})
        other = self.mcp_user(self.mcp_groups)
        (record,) = shown(self.env(user=other.id), change, own=False).records
        self.assertEqual(record["fields"], {})

    def deleted(self, domain):
        """What is shown of two accounts that went with their partner."""
        self.rule("res.partner.bank", domain)
        accounts = [
            {"acc_number": "near", "sequence": 5},
            {"acc_number": "far", "sequence": 500},
        ]
        values = {"name": "Azure", "bank_ids": [(0, 0, a) for a in accounts]}
        partner = self.env["res.partner"].create(values)
        self.env.flush_all()
        with recording(self.as_user) as journal:
            partner.with_env(self.as_user).unlink()
            self.as_user.flush_all()
            change = journal.finished(self.as_user)
        records = shown(self.as_user, change).records
        return {
            record["name"]: "sequence" in record["fields"]
            for record in records
            if record["model"] == "res.partner.bank"
        }

    def test_of_what_went_along_the_rules_judge_the_image(self):
        found = self.deleted("[('sequence', '<', 100)]")
        self.assertEqual(found, {"near": True, "far": False})

    def test_what_no_image_can_tell_is_kept_back(self):
        found = self.deleted("[('partner_id.name', '=', 'Azure')]")
        self.assertEqual(found, {"near": False, "far": False})

    def gone_note(self, document):
        """What is shown of a note that went, as superuser, with its document."""
        before = {"body": "<p>Inside</p>", "message_type": "comment"}
        before |= {"model": document._name, "res_id": document.id}
        note = Line("mail.message", 2**31 - 9, "unlink", su=True, before=before)
        (record,) = shown(self.as_user, ChangeSet([note])).records
        return record["fields"]

    def test_a_note_that_went_is_shown_to_who_may_read_its_document(self):
        self.assertIn("body", self.gone_note(self.env["res.partner"].search([])[:1]))
        cron = self.env["ir.cron"].search([])[:1]
        self.assertEqual(self.gone_note(cron), {})
        secret = self.env["res.partner"].create({"name": "Secret"})
        self.rule("res.partner", f"[('id', '!=', {secret.id})]")
        self.assertEqual(self.gone_note(secret), {})
        self.assertEqual(self.gone_note(self.env["res.partner"].browse(2**31 - 9)), {})
