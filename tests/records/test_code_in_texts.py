"""What Odoo evaluates or serves as code is written by people, not by tools."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...services.orm import closed
from ..common import McpCase

PLAIN = '<p>Dear <t t-out="object.name"/></p>'
SET = "object.env['ir.config_parameter'].sudo().set_param('quokka', 'owned')"
CODE = f'<p>Dear <t t-out="{SET}"/></p>'
INLINE = "{{ " + SET + " }}"
EDITOR = "base.group_system,base.group_partner_manager,mail.group_mail_template_editor"
WORDS = ("code", "closed to tools")


class CodeCase(McpCase):
    def setUp(self):
        super().setUp()
        # whom Odoo counts among the template editors; the developer tools are off
        self.env["ir.config_parameter"].set_param("mcp.developer_tools", "")
        self.admin = self.mcp_user(f"odoo_mcp.group_operator,{EDITOR}")
        self.partner = self.env["res.partner"].create(
            {"name": "Azure", "email": "azure@example.com"}
        )

    def run_tool(self, tool, **arguments):
        outcome = self.answer(self.make_call(tool, arguments, user=self.admin))
        self.env.invalidate_all()
        return outcome

    def create(self, model, /, **values):
        return self.run_tool("create_records", model=model, values=values)

    def execute(self, model, method, ids=(), **arguments):
        if ids:
            arguments["record_ids"] = list(ids)
        return self.run_tool("execute_method", model=model, method=method, **arguments)

    def template(self, body):
        values = {
            "name": "T",
            "model_id": self.env["ir.model"]._get_id("res.partner"),
            "subject": "Hello",
            "email_to": "a@example.com",
            # a mail that has left is looked at
            "auto_delete": False,
            "body_html": body,
        }
        return self.env["mail.template"].create(values)

    def assertNothingRan(self):
        self.assertFalse(self.env["ir.config_parameter"].get_param("quokka"))


@tagged("post_install", "-at_install")
class TestCodeInTemplates(CodeCase):
    def new(self, **values):
        values = {"name": "T", "model_id": "base.model_res_partner", **values}
        return self.create("mail.template", **values)

    def test_a_template_with_an_expression_is_not_written(self):
        for values in ({"body_html": CODE}, {"subject": INLINE}, {"lang": INLINE}):
            with self.subTest(values=values):
                self.assertRefused(self.new(**values), *WORDS)
        self.assertAnswers(self.new(body_html=PLAIN, subject="{{ object.name }}"))

    def test_no_language_of_a_template_takes_one_either(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        kept = self.template("<p>Dear you</p>")
        call = self.make_call(
            "update_records",
            {
                "model": "mail.template",
                "record_ids": kept.ids,
                "values": {"body_html": CODE},
            },
            user=self.admin,
        )
        call.env = call.env(context={"lang": "fr_FR"})
        # he is answered in his language
        self.assertRefused(self.answer(call), "object.name")

    def test_what_else_a_persons_template_says_is_open(self):
        kept = self.template(CODE)
        ids = kept.ids
        values = {"name": "Other", "subject": "Hello you"}
        self.assertAnswers(
            self.run_tool(
                "update_records", model="mail.template", record_ids=ids, values=values
            )
        )
        self.assertRefused(self.execute("mail.template", "copy", ids), *WORDS)

    def test_what_a_person_wrote_is_rendered_as_ever(self):
        kept = self.template('<p><t t-out="object.name.upper()"/></p>')
        self.assertAnswers(
            self.execute("mail.template", "send_mail", kept.ids, args=[self.partner.id])
        )
        mail = self.env["mail.mail"].search([], limit=1, order="id desc")
        self.assertIn("AZURE", mail.body_html)

    def test_a_developer_with_the_tools_on_writes_code(self):
        self.open_developer_tools()
        self.admin = self.mcp_user(
            f"odoo_mcp.group_administrator,odoo_mcp.group_developer,{EDITOR}"
        )
        self.assertAnswers(self.new(body_html=CODE))


@tagged("post_install", "-at_install")
class TestComposers(CodeCase):
    def send(self, **values):
        """Fill the composer in, as its form does, and press *Send*."""
        values = {
            "composition_mode": "mass_mail",
            "model": "res.partner",
            "res_ids": str(self.partner.ids),
            "subject": "Hello",
            **values,
        }
        made = self.create("mail.compose.message", **values)
        if made.is_error:
            return made
        ids = self.assertAnswers(made)["ids"]
        return self.execute("mail.compose.message", "action_send_mail", ids)

    def body(self):
        return self.env["mail.mail"].search([], limit=1, order="id desc").body_html

    @mute_logger("odoo.addons.mail.models.mail_render_mixin")
    def test_an_expression_in_a_composer_is_not_run(self):
        for values in ({"body": CODE}, {"body": "x", "subject": INLINE}):
            with self.subTest(values=values):
                self.assertRefused(self.send(**values), *WORDS)
                self.assertNothingRan()

    def test_a_text_of_the_clients_own_goes_out(self):
        self.assertAnswers(self.send(body=PLAIN))
        self.assertIn("Dear Azure", self.body())

    def test_a_persons_template_goes_out_with_what_it_evaluates(self):
        kept = self.template('<p><t t-out="object.name.upper()"/></p>')
        self.assertAnswers(self.send(template_id=kept.id))
        self.assertIn("AZURE", self.body())

    def test_a_template_of_another_model_is_refused(self):
        """It would be filled from a record of its own model that has the same id."""
        strange, model = self.template("<p>x</p>"), "mail.compose.message"
        strange.model_id = self.env["ir.model"]._get("discuss.channel")
        words = "about discuss.channel, not about res.partner"
        self.assertRefused(self.send(template_id=strange.id), words)
        values = {"model": "res.partner", "res_ids": str(self.partner.ids)}
        ids = self.assertAnswers(self.create(model, **values))["ids"]
        given = {"model": model, "record_ids": ids}
        later = self.run_tool(
            "update_records", **given, values={"template_id": strange.id}
        )
        self.assertRefused(later, words)

    def test_beside_a_template_ones_own_text_is_not_replaced(self):
        kept = self.template('<p><t t-out="object.name.upper()"/></p>')
        self.assertAnswers(self.send(template_id=kept.id, body="<p>My own</p>"))
        self.assertIn("My own", self.body())
        self.assertRefused(self.send(template_id=kept.id, body=CODE), *WORDS)
        self.assertNothingRan()


@tagged("post_install", "-at_install")
class TestCode(CodeCase):
    def test_scripts_of_the_web_client_are_closed(self):
        values = {"name": "js", "bundle": "web.assets_backend", "path": "/x.js"}
        self.assertRefused(self.create("ir.asset", **values), "closed to tools")

    def test_no_setting_opens_them(self):
        self.env["ir.config_parameter"].set_param("mcp.closed_models", "none")
        self.test_scripts_of_the_web_client_are_closed()

    def test_a_module_in_a_file_is_closed(self):
        if "base.import.module" not in self.env:
            self.skipTest("base_import_module is not installed")
        values = {"module_file": "UEs="}
        self.assertRefused(self.create("base.import.module", **values), "closed")

    def test_the_code_of_a_website_is_closed_and_its_name_is_not(self):
        closing = [
            closed.grants_rights("website", n) for n in ("custom_code_head", "name")
        ]
        self.assertEqual(closing, [True, False])

    def test_a_file_is_not_served_at_the_address_of_a_script(self):
        values = {"name": "x.js", "datas": "eA=="}
        url = "/web/assets/1/web.assets_web.min.js"
        refused = self.create("ir.attachment", url=url, **values)
        self.assertRefused(refused, "closed to tools")
        [kept] = self.assertAnswers(self.create("ir.attachment", **values))["ids"]
        refused = self.run_tool(
            "update_records",
            model="ir.attachment",
            record_ids=[kept],
            values={"url": url},
        )
        self.assertRefused(refused, "closed to tools")
        values = {"name": "x", "type": "url", "url": "https://example.com"}
        self.assertAnswers(self.create("ir.attachment", **values))
