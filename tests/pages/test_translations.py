"""The languages that people read: pages, previews, and the files in ``i18n``."""

from __future__ import annotations

from lxml import html
from polib import pofile

from odoo.tests import tagged
from odoo.tools.misc import file_path
from odoo.tools.translate import TranslationModuleReader

from ...services.report_templates import definition, terms
from ..oauth_case import OauthCase

LANGUAGES = {"de_DE": "de", "fr_FR": "fr", "es_ES": "es"}
# what everybody sees, and nobody reads English for
PAGES = (
    "addons/odoo_mcp/controllers/oauth_",
    "addons/odoo_mcp/models/mcp_oauth_consent",
    "addons/odoo_mcp/services/surface/toolset_names",
    "addons/odoo_mcp/static/src/",
)
TEMPLATES = ("layout", "consent", "connected", "problem")


class PageTerms(TranslationModuleReader):
    """Odoo's own export, of the sources of those pages alone."""

    def _export_translatable_records(self):
        """None: reading every record and file would take long."""

    def _verified_module_filepaths(self, fname, path, root):
        found = super()._verified_module_filepaths(fname, path, root)
        return found if (found[3] or "").startswith(PAGES) else (None,) * 4


def catalogue(name):
    """The terms of a file in ``i18n``: ``{term: translation}``."""
    entries = pofile(file_path(f"odoo_mcp/i18n/{name}"))
    return {entry.msgid: entry.msgstr for entry in entries}


def said(text):
    """What people read of a definition, in the order of its lines."""
    found = []
    terms.translated(found.append, text)
    return found


@tagged("post_install", "-at_install")
class TestTranslations(OauthCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in LANGUAGES:
            cls.env["res.lang"]._activate_lang(code)
        module = cls.env["ir.module.module"]
        module._load_module_terms(["odoo_mcp"], list(LANGUAGES))

    def setUp(self):
        super().setUp()
        self.person.lang = "de_DE"

    def text(self, page):
        return " ".join(html.fromstring(page.text).xpath("string(//main)").split())

    def test_the_consent_page_is_in_the_persons_language(self):
        client_id = self.client(client_name="Helper")
        for code, question, heading in (
            ("de_DE", "Helper mit diesem Odoo verbinden?", "Was er darf"),
            ("fr_FR", "Connecter Helper à cet Odoo ?", "Ce qu'il peut faire"),
            ("es_ES", "¿Conectar Helper a este Odoo?", "Lo que puede hacer"),
        ):
            self.person.lang = code
            self.login()
            text = self.text(self.authorize(self.query(client_id)))
            with self.subTest(code):
                self.assertIn(question, text)
                self.assertIn(heading, text)
                for english in ("What it may do", "It works", "Allow", "Records"):
                    self.assertNotIn(english, text)

    def test_menus_and_errors_are_in_the_persons_language(self):
        menu = self.env.ref("odoo_mcp.menu_mcp_oauth_grants")
        german = menu.with_context(lang="de_DE")
        self.assertEqual(german.name, "Verbundene Assistenten")
        self.login()
        text = self.text(self.authorize(self.query("unknown")))
        self.assertIn("Das hat nicht geklappt", text)
        self.assertIn("ist hier nicht bekannt", text)

    def test_report_templates_are_in_the_readers_language(self):
        templates = self.env["mcp.report.template"].search([])
        self.assertTrue(templates)
        for code, name in LANGUAGES.items():
            known = catalogue(f"{name}.po")
            for template in templates:
                expected = [known.get(term) for term in said(template.definition)]
                self.assertTrue(expected)
                german = template.with_context(lang=code).definition
                with self.subTest(template=template.name, lang=code):
                    self.assertEqual(said(german), expected)

    def test_a_changed_report_template_keeps_the_translations_of_the_rest(self):
        template = self.env.ref("odoo_mcp.report_template_hr_absences")
        old = template.definition
        template.definition = old.replace("Nobody is away.", "All are here.", 1)
        german = template.with_context(lang="de_DE")._definition()
        away, departments = german.queries["away"], german.queries["departments"]
        self.assertEqual(away.labels["request_date_from"], "Von")
        self.assertEqual(departments.empty, "Niemand ist abwesend.")
        self.assertEqual(away.domain, definition.read(old).queries["away"].domain)

    def preview(self, path):
        """What is shown before a partner is made."""
        values = {"model": "res.partner", "values": {"name": "x"}}
        params = {"name": "create_records", "arguments": values}
        key = self.env["mcp.key"]._mcp_generate(self.person, "languages")
        headers = {"Authorization": f"Bearer {key}"}
        result = self.rpc("tools/call", params, headers, path).json()["result"]
        self.assertTrue(result["isError"], result)
        return result["content"][0]["text"]

    def test_a_preview_is_in_the_language_of_user_or_connection(self):
        path = "/mcp/v1?toolsets=records"
        text = self.preview(path)
        self.assertIn("Erstellt 1 × ", text)
        self.assertIn("Zeigen Sie dies dem Menschen", text)
        self.assertIn("Crée un enregistrement", self.preview(f"{path}&lang=fr_FR"))
        self.assertIn("Crea un registro", self.preview(f"{path}&lang=es_ES"))

    def test_every_term_of_the_pages_is_known_and_translated(self):
        terms = {row[4] for row in PageTerms(self.env.cr, modules=["odoo_mcp"])}
        for name in TEMPLATES:
            view = self.env.ref(f"odoo_mcp.oauth_{name}")
            terms.update(view._fields["arch_db"].get_trans_terms(view.arch_db))
        self.assertGreater(len(terms), 100)
        template = catalogue("odoo_mcp.pot")
        # dev/translate brings them
        self.assertFalse(terms - set(template), "i18n/odoo_mcp.pot is out of date")
        for name in LANGUAGES.values():
            known = catalogue(f"{name}.po")
            missing = [term for term in terms if not known.get(term)]
            self.assertFalse(missing, f"not translated in {name}.po")
