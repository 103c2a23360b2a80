"""What a person sees who opens a link in a browser; and that looking uses nothing up."""

import base64
import re
from datetime import timedelta
from hashlib import sha256
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools.translate import code_translations

from ...services.file_links import links, upload_types
from ..common import PATIENCE, McpHttpCase
from ..tours import TourCase

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
# chooses a file as a person does, and waits for what the page says; of its own script
# are ``page`` and ``input``
CHOOSE = """
const chosen = new DataTransfer();
chosen.items.add(new File(%s));
new MutationObserver(() => {
    if (page.dataset.state === "%s" && page.innerText.includes("%s")) {
        console.log("test successful");
    }
}).observe(page, {attributes: true});
%s
"""
PICK = 'input.files = chosen.files; input.dispatchEvent(new Event("change"));'
DROP = 'dispatchEvent(new DragEvent("drop", {dataTransfer: chosen}));'
READY = "!!document.querySelector('main[data-state=pick]')"


class LinkPageCase(McpHttpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def link(self, **arguments):
        """Its path, without the database where the server has several."""
        url = self.assertAnswers(self.call("create_upload_link", **arguments))["url"]
        self.env.flush_all()
        return url[url.index(links.FILES) :].partition("?")[0]

    def page(self, path, status=200, **headers):
        answer = self.url_open(path, headers={**BROWSER, **headers})
        self.assertEqual(answer.status_code, status, answer.text[:500])
        self.assertEqual(answer.headers["Content-Type"], "text/html; charset=utf-8")
        return answer

    def state(self, answer):
        return re.search(r'<main data-state="(\w+)"', answer.text)[1]

    def row(self):
        return self.env["mcp.link"].sudo().search([], order="id desc", limit=1)

    def put(self, path, content):
        return self.opener.put(self.base_url() + path, data=content, timeout=60)


@tagged("post_install", "-at_install")
class TestLinkPages(LinkPageCase):
    def test_a_page_says_who_asks_for_what_and_until_when(self):
        partner = self.env["res.partner"].create({"name": "Deco <Addict>"})
        named = {"model": "res.partner", "record_id": partner.id}
        self.mcp_caller.tz = "Europe/Brussels"
        text = self.page(self.link(filename="a & b.pdf", **named)).text
        for said in (
            f"{self.mcp_caller.name} ({self.mcp_caller.login})",
            "a &amp; b.pdf",
            "Deco &lt;Addict&gt; (Contact)",
            "25 MB at most",
            "PDF, PNG, JPG",
            "(Europe/Brussels)",
        ):
            self.assertIn(said, text)

    def test_who_uses_the_keyboard_or_listens_knows_where_he_is(self):
        text = self.page(self.link()).text
        # the input itself is a pixel: what has the focus is seen at its label
        self.assertIn(".zone:has(+ input:focus-visible) {\n    outline: 3px", text)
        self.assertRegex(text, '<progress [^>]*aria-label="Sending…"')

    def test_a_page_is_in_the_language_of_the_links_user(self):
        self.env["res.lang"]._activate_lang("ar_001")
        self.mcp_caller.lang = "ar_001"
        words = {"A file for your assistant": "ملف"}
        known = {("odoo_mcp", "ar_001"): words}
        with patch.dict(code_translations.python_translations, known):
            text = self.page(self.link(), **{"Accept-Language": "en"}).text
        self.assertIn('<html lang="ar-001" dir="rtl">', text)
        self.assertIn("<h1>ملف</h1>", text)

    def test_words_without_a_translation_are_read_from_left_to_right(self):
        self.env["res.lang"]._activate_lang("ar_001")
        self.mcp_caller.lang = "ar_001"
        partner = self.env["res.partner"].create({"name": "شركة"})
        text = self.page(self.link(model="res.partner", record_id=partner.id)).text
        self.assertIn('<html lang="en-US" dir="ltr">', text)
        self.assertIn("<dd><bdi>25 MB at most</bdi></dd>", text)
        # a name has the direction of its own letters
        self.assertRegex(text, r"<dd><bdi>شركة \(.+\)</bdi></dd>")

    def test_a_page_runs_its_own_script_and_fetches_nothing(self):
        answer = self.page(self.link(filename="<script>alert(1)</script>"))
        policy = answer.headers["Content-Security-Policy"]
        for part in (
            "default-src 'none'",
            "connect-src 'self'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ):
            self.assertIn(part, policy.split("; "))
        self.assertNotIn("unsafe", policy)
        for tag in ("script", "style"):
            (own,) = re.findall(rf"<{tag}>(.*?)</{tag}>", answer.text, re.S)
            digest = base64.b64encode(sha256(own.encode()).digest()).decode()
            self.assertIn(f"{tag}-src 'sha256-{digest}'", policy.split("; "))
        self.assertEqual(
            re.findall(r"(?:src|href)=\"([^\"]+)", answer.text), ["data:,"]
        )

    def test_a_page_is_kept_nowhere_and_framed_by_nobody(self):
        headers = self.page(self.link()).headers
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(headers["X-Frame-Options"], "DENY")
        self.assertNotIn("Set-Cookie", headers)

    def test_looking_at_an_upload_link_does_not_use_it_up(self):
        path = self.link()
        for headers in (BROWSER, {"Accept": "*/*"}, {"Sec-Purpose": "prefetch"}):
            self.url_open(path, headers=headers)
            self.opener.head(self.base_url() + path, headers=headers)
        self.assertEqual(self.put(path, b"hello").status_code, 201)

    def test_a_program_is_told_to_put_the_file(self):
        answer = self.url_open(self.link())
        self.assertEqual(
            (answer.status_code, answer.headers["Allow"]), (405, "PUT, POST")
        )
        self.assertIn("open this link in a browser", answer.text)

    def test_a_link_that_is_no_good_says_so_as_a_page_without_a_script(self):
        path = self.link()
        self.put(path, b"hello")
        late = self.link()
        self.row().create_date = fields.Datetime.now() - timedelta(minutes=11)
        self.env.flush_all()
        wrong = f"{links.FILES}/x"
        for gone, state in ((path, "used"), (late, "gone"), (wrong, "gone")):
            with self.subTest(state):
                answer = self.page(gone, 410)
                self.assertEqual(self.state(answer), state)
                self.assertNotIn("<script", answer.text)
            self.assertEqual(self.url_open(gone).json()["error"]["code"], -32600)

    def test_who_may_not_upload_any_more_gets_no_page_to_do_it(self):
        path = self.link()
        field = "group_ids" if "group_ids" in self.mcp_caller._fields else "groups_id"
        self.mcp_caller[field] = self.env.ref("base.group_user")
        self.env.flush_all()
        self.assertEqual(self.state(self.page(path, 410)), "gone")

    def test_a_record_that_one_may_not_read_any_more_is_not_named(self):
        partner = self.env["res.partner"].create({"name": "Secret Partner"})
        path = self.link(model="res.partner", record_id=partner.id)
        self.env["ir.rule"].create(
            {
                "name": "Not this one",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"[('id', '!=', {partner.id})]",
            }
        )
        self.env.flush_all()
        self.assertNotIn("Secret Partner", self.page(path).text)

    def test_a_link_is_for_a_record_that_the_caller_may_read(self):
        for wrong, word in (
            ({"model": "res.partner"}, "record_id"),
            ({"record_id": 1}, "model"),
            ({"model": "res.partner", "record_id": 2**31 - 1}, "no such record"),
            ({"model": "ir.config_parameter", "record_id": 1}, "System Parameter"),
        ):
            self.assertRefused(self.call("create_upload_link", **wrong), word)

    def test_a_download_that_a_browser_fetches_ahead_is_not_used_up(self):
        on = {"res_model": "res.partner", "res_id": self.mcp_caller.partner_id.id}
        file = self.env["ir.attachment"].create({"name": "a", "raw": b"hello", **on})
        url = self.assertAnswers(self.call("get_attachment", attachment_id=file.id))[
            "url"
        ]
        self.env.flush_all()
        path = url[url.index(links.FILES) :].partition("?")[0]
        ahead = {**BROWSER, "Sec-Purpose": "prefetch;prerender"}
        self.assertEqual(self.url_open(path, headers=ahead).status_code, 503)
        self.assertEqual(self.url_open(path, headers=BROWSER).content, b"hello")
        self.assertEqual(self.state(self.page(path, 410)), "gone")

    def test_types_are_spoken_of_by_their_endings(self):
        known = ["application/pdf", "image/*", "application/x-own"]
        spoken = "PDF, JPG, PNG, GIF, WEBP, TIF, application/x-own"
        self.assertEqual(upload_types.spoken(known), spoken)
        accepted = upload_types.accepted(["application/pdf", "image/*"])
        self.assertTrue(accepted.startswith("application/pdf,image/*,.pdf,.jpg,.jpeg"))
        self.assertEqual(upload_types.accepted(["application/pdf", "*"]), "")


@tagged("post_install", "-at_install")
class TestLinkPagesInABrowser(LinkPageCase, TourCase):
    def choose(self, file, state, words="", how=PICK, **arguments):
        path = self.link(**arguments)
        code = CHOOSE % (file, state, words, how)
        self.browser_js(path, code, READY, timeout=PATIENCE)
        self.env.invalidate_all()
        return self.row()

    def test_a_person_chooses_a_file_and_it_waits_for_the_assistant(self):
        file = '["a;b"], "Größe 1.csv", {type: "text/csv"}'
        row = self.choose(file, "done", "Größe 1.csv")
        self.assertEqual((row.filename, row._stored().raw), ("Größe 1.csv", b"a;b"))

    def test_a_person_drops_a_file(self):
        row = self.choose('["hello"], "a.txt"', "done", "a.txt", DROP)
        self.assertEqual(row._stored().raw, b"hello")

    def test_a_refusal_is_said_in_words_and_leaves_the_link_good(self):
        file = '["<html><script>"], "a.html"'
        row = self.choose(file, "refused", "text/html may not be uploaded")
        self.assertFalse(row.used)

    def test_what_is_too_large_is_not_even_sent(self):
        self.env["ir.config_parameter"].set_param("mcp.max_upload_mb", "1")
        file = '["x".repeat(1024 * 1024 + 1)], "a.txt"'
        self.assertFalse(self.choose(file, "large", "1 MB").used)
