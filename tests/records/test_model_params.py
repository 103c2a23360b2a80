"""Arguments of the records tools are checked where they are parsed."""

from pydantic import Field, ValidationError

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...services.current_call import inside_a_call
from ...services.orm import closed
from ...services.orm.context_params import ContextParams
from ...services.orm.params import (
    MODEL,
    RECORD_IDS,
    DomainArg,
    ModelParams,
    OrderArg,
    PathsArg,
    ReadModel,
    RecordIds,
    WriteModel,
)
from ...services.orm.paths import readable, resolve
from ..common import McpCase


class Reading(ModelParams):
    model: ReadModel = Field(validation_alias=MODEL)
    record_ids: RecordIds | None = Field(None, validation_alias=RECORD_IDS)
    domain: DomainArg = []
    fields: PathsArg | None = None
    order: OrderArg | None = None


class Writing(ModelParams):
    model: WriteModel = Field(validation_alias=MODEL)


@tagged("post_install", "-at_install")
class TestModelParams(McpCase):
    def setUp(self):
        super().setUp()
        self.user = self.mcp_user("odoo_mcp.group_observer")
        self.as_user = self.env(user=self.user.id)

    def read(self, **arguments):
        return Reading.model_validate(arguments, context={"env": self.as_user})

    def refused(self, *words, **arguments):
        with self.assertRaises(ValidationError) as caught:
            self.read(**arguments)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def test_an_unknown_model_is_named_with_the_nearest(self):
        self.refused("res.partner", model="res.partnr")

    def test_a_model_that_may_not_be_read_is_refused(self):
        with self.assertRaises(AccessError):
            self.read(model="ir.mail_server")

    def test_a_field_that_may_not_be_read_is_refused_in_every_use(self):
        for use in ("read", "search", "order", "group", "aggregate"):
            with self.subTest(use), self.assertRaises(ValueError):
                resolve(self.as_user["res.partner"], "signup_token", use)
            with self.subTest(use), self.assertRaises(ValueError):
                resolve(self.as_user["res.users"], "partner_id.signup_token", use)

    def test_credentials_are_unreadable_even_for_administrators(self):
        users = self.env["res.users"]
        self.assertNotIn("password", readable(users))
        with self.assertRaises(ValueError):
            resolve(users, "password")
        with self.assertRaises(ValueError):
            resolve(self.env["ir.config_parameter"], "value")

    def test_a_record_that_is_not_there_is_named(self):
        partner = self.env.user.partner_id.id
        self.refused("999999", model="res.partner", record_ids=[partner, 999999])

    def test_a_record_that_a_rule_hides_is_as_good_as_absent(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        hidden = self.env["res.partner"].create(
            {"name": "Hidden", "company_id": company.id}
        )
        self.refused(str(hidden.id), model="res.partner", record_ids=hidden.id)

    def test_aliases_of_arguments_work(self):
        partner = self.user.partner_id.id
        for name in ("record_ids", "record_id", "ids", "id"):
            params = self.read(model_name="res.partner", **{name: partner})
            self.assertEqual(params.records(self.as_user).ids, [partner])

    def test_sorting_by_what_is_not_stored_is_refused(self):
        self.assertEqual(
            self.read(model="res.partner", order="name desc, id").order, "name desc, id"
        )
        for bad in ("contact_address", "name; drop", "name sideways", "nope", ""):
            with self.subTest(bad):
                self.refused("order", model="res.partner", order=bad)

    def test_a_company_that_is_not_the_users_is_refused(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.refused("company_id", model="res.partner", company_id=company.id)

    def test_an_unknown_language_is_refused(self):
        self.refused("en_US", model="res.partner", lang="xx_XX")

    def test_closed_models_open_only_for_a_developer_with_the_tools_on(self):
        developer = self.mcp_user(
            "odoo_mcp.group_administrator,odoo_mcp.group_developer"
        )
        for name in ("ir.rule", "ir.cron", "mcp.rule", "res.config.settings"):
            call = self.make_call("list_modules", user=developer)
            with self.subTest(name), inside_a_call(call):
                Writing.model_validate({"model": name}, context={"env": call.env})
            self.env["ir.config_parameter"].set_param("mcp.developer_tools", False)
            with self.subTest(name), inside_a_call(call):
                with self.assertRaises(ValidationError):
                    Writing.model_validate({"model": name}, context={"env": call.env})
            self.open_developer_tools()

    def test_a_call_works_in_the_language_and_the_company_asked_for(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        company = self.env["res.company"].create({"name": "Other"})
        self.env.user.company_ids += company
        asked = {"lang": "fr_FR", "company_id": company.id}
        params = ContextParams.model_validate(asked, context={"env": self.env})
        env = params.env_of(self.env["res.partner"])
        self.assertEqual((env.lang, env.company), ("fr_FR", company))

    def test_the_setting_closes_further_models(self):
        self.assertFalse(closed.is_closed(self.env, "res.partner"))
        self.env["ir.config_parameter"].set_param("mcp.closed_models", "res.part*")
        self.assertTrue(closed.is_closed(self.env, "res.partner"))
        self.assertTrue(closed.is_closed(self.env, "mcp.key"))

    def test_the_setting_closes_methods(self):
        asked = (self.env, "res.users", "action_reset_password")
        self.assertTrue(closed.is_closed_method(*asked))
        self.env["ir.config_parameter"].set_param("mcp.closed_methods", "res.users.x")
        self.assertFalse(closed.is_closed_method(*asked))
