"""Settings: declared once, read by one function, refused when out of range."""

from __future__ import annotations

from lxml import etree

from odoo.exceptions import ValidationError
from odoo.tests import Form, TransactionCase, tagged
from odoo.tools import config

from ...services import settings


@tagged("post_install", "-at_install")
class TestSettings(TransactionCase):
    def fields_of_ours(self):
        declared = self.env["res.config.settings"]._fields
        return {n: f for n, f in declared.items() if n.startswith("mcp_")}

    def save(self, **values):
        """Store settings as the page in Odoo does."""
        self.env["res.config.settings"].create(values).execute()

    def set_param(self, name: str, value: str) -> None:
        self.env["ir.config_parameter"].set_param(name, value)

    def declared(self):
        return {
            name: field
            for name, field in self.fields_of_ours().items()
            if getattr(field, "config_parameter", None)
        }

    def test_every_setting_has_its_parameter_label_and_help(self):
        self.assertGreater(len(self.declared()), 40)
        for name, field in self.declared().items():
            with self.subTest(name):
                self.assertEqual(field.config_parameter, f"mcp.{name[4:]}")
                self.assertTrue(field.string and field.help)

    def default_of(self, field):
        return field.default and field.default(self.env[field.model_name])

    def test_an_unset_setting_reads_as_the_default_of_its_field(self):
        self.env["ir.config_parameter"].search([("key", "=like", "mcp.%")]).unlink()
        for name, field in self.declared().items():
            with self.subTest(name):
                expected = field.type != "boolean" and self.default_of(field)
                self.assertEqual(settings.get(self.env, name[4:]), expected)

    def test_no_boolean_is_on_and_no_number_is_below_one_by_default(self):
        for name, field in self.declared().items():
            default = self.default_of(field)
            with self.subTest(name):
                if field.type == "boolean":
                    self.assertFalse(default)
                if field.type == "integer":
                    self.assertGreaterEqual(settings.bounds(field)[0], 1)
                    self.assertGreaterEqual(default, settings.bounds(field)[0])

    def page(self):
        """The page in Settings as an administrator gets it, both series' way."""
        admin = self.env.ref("base.user_admin")
        view = self.env["res.config.settings"].with_user(admin).get_view()
        (page,) = etree.fromstring(view["arch"]).xpath("//app[@name='odoo_mcp']")
        return page

    def test_every_setting_is_on_the_page_once_with_its_help(self):
        page = self.page()
        for name, field in self.declared().items():
            with self.subTest(name):
                (shown,) = page.xpath(f"//app[@name='odoo_mcp']//field[@name='{name}']")
                (setting,) = shown.xpath("ancestor::setting")
                self.assertEqual(setting.get("help"), field.help)

    def test_the_page_shows_nothing_that_is_not_ours(self):
        names = self.page().xpath(".//field/@name")
        self.assertGreater(len(names), 35)
        self.assertEqual([n for n in names if not n.startswith("mcp_")], [])

    def opened(self):
        """The page as the web client opens it: 18.0 computes less there."""
        admin = self.env.ref("base.user_admin")
        return Form(self.env["res.config.settings"].with_user(admin))

    def test_the_page_shows_host_endpoint_and_the_server_key_in_use(self):
        user = self.env.ref("base.user_admin")
        secret = self.env["mcp.key"]._mcp_generate(user, "s", is_server_key=True)
        page = self.opened()
        self.assertTrue(page.mcp_endpoint.endswith("/mcp/v1"))
        self.assertIn(str(config["http_port"]), page.mcp_listener)
        self.assertEqual(page.mcp_server_key, secret[:10] + "…")
        self.assertFalse(page.mcp_developer_forbidden)
        self.patch_conf("mcp_developer_tools", "False")
        page = self.opened()
        self.assertTrue(page.mcp_developer_forbidden)

    def test_an_audit_path_that_cannot_be_written_is_shown(self):
        self.set_param("mcp.audit_log_path", "/proc/mcp_audit.log")
        page = self.opened()
        self.assertIn("/proc/mcp_audit.log", page.mcp_audit_problem)

    def test_what_the_page_stores_is_what_is_read(self):
        user = self.env.ref("base.user_admin")
        self.save(
            mcp_developer_tools=True,
            mcp_query_timeout=7,
            mcp_allowed_addresses="10.0.0.0/8, 192.168.1.4",
            mcp_internal_users="observe",
            mcp_server_key_user_id=user.id,
        )
        self.assertIs(settings.get(self.env, "developer_tools"), True)
        self.assertEqual(settings.get(self.env, "query_timeout"), 7)
        self.assertEqual(settings.get(self.env, "server_key_user_id"), user.id)
        self.assertEqual(settings.get(self.env, "internal_users"), "observe")
        self.save(mcp_developer_tools=False)
        self.assertIs(settings.get(self.env, "developer_tools"), False)

    def test_numbers_out_of_range_are_refused(self):
        for name, field in self.declared().items():
            if field.type != "integer":
                continue
            low, high = settings.bounds(field)
            for value in (0, -1, low - 1, high + 1):
                with self.subTest(name, value=value):
                    with self.assertRaisesRegex(ValidationError, str(high)):
                        self.save(**{name: value})

    def test_what_is_no_network_host_or_origin_is_refused(self):
        for name, value, said in (
            (
                "mcp_allowed_addresses",
                "10.0.0.0/8, everywhere, nowhere",
                "Allowed addresses: everywhere is not",
            ),
            ("mcp_developer_addresses", "10.0.0.300", "Developer addresses: 10.0.0"),
            ("mcp_allowed_hosts", "https://odoo.example.com/", "Further host names: "),
            ("mcp_allowed_origins", "chat.example.com", "Further origins: "),
            ("mcp_allowed_origins", "https://a@b.example.com", "Further origins: "),
        ):
            with self.subTest(value), self.assertRaisesRegex(ValidationError, said):
                self.save(**{name: value})

    def test_a_refusal_names_the_setting_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["ir.module.module"]._load_module_terms(["odoo_mcp"], ["de_DE"])
        settings_page = self.env["res.config.settings"].with_context(lang="de_DE")
        with self.assertRaisesRegex(ValidationError, r"Zeitgrenze für Abfragen \(s\)"):
            settings_page.create({"mcp_query_timeout": 0})

    def test_a_registry_that_can_never_work_is_refused(self):
        for url, private, reason in (
            ("ftp://registry.example.com", False, "must be https with a host"),
            ("https://", False, "must be https with a host"),
            ("https://a@registry.example.com", False, "neither user nor fragment"),
            ("http://registry.example.com", False, "only https"),
            ("http://8.8.8.8", True, "only https"),
            ("https://10.0.0.5", False, "mcp.phone_home_private"),
            ("https://169.254.169.254", True, "never allowed"),
        ):
            values = {"mcp_phone_home_url": url, "mcp_phone_home_private": private}
            with self.subTest(url), self.assertRaisesRegex(ValidationError, reason):
                self.save(**values)
        for url, private in (
            ("https://registry.example.com", False),
            ("http://10.0.0.5:8080", True),
            ("http://registry.lan", True),
        ):
            self.save(mcp_phone_home_url=url, mcp_phone_home_private=private)
        self.save(mcp_phone_home_url=False)

    def test_a_command_may_not_default_to_more_than_the_longest(self):
        with self.assertRaisesRegex(ValidationError, "longest"):
            self.save(mcp_command_timeout=60, mcp_command_max_timeout=30)

    def test_a_parameter_edited_by_hand_never_leaves_its_range(self):
        for value, expected in (
            ("-5", 1),
            ("0", 1),
            ("999999", 3600),
            ("soon", 30),
            ("12", 12),
        ):
            with self.subTest(value):
                self.set_param("mcp.query_timeout", value)
                self.assertEqual(settings.get(self.env, "query_timeout"), expected)
        self.set_param("mcp.internal_users", "everything")
        self.assertEqual(settings.get(self.env, "internal_users"), "none")
        self.set_param("mcp.allow_plain_http", "False")
        self.assertIs(settings.get(self.env, "allow_plain_http"), False)

    def test_a_setting_that_no_field_declares_is_an_error(self):
        with self.assertRaises(KeyError):
            settings.get(self.env, "nothing_of_ours")

    def test_text_of_odoo_conf_is_read_as_what_it_says(self):
        for text, expected in (
            ("False", False),
            ("no", False),
            ("0", False),
            ("True", True),
            (" yes ", True),
            ("host=db", "host=db"),
            (True, True),
            (None, None),
        ):
            with self.subTest(text):
                self.patch_conf("mcp_test_key", text)
                self.assertEqual(settings.conf("mcp_test_key"), expected)

    def patch_conf(self, key: str, value) -> None:
        self.addCleanup(config.options.pop, key, None)
        config.options[key] = value
