"""Signed links: one user, once, minutes; the rights of then, not of when it was made."""

import base64
import logging
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import quote

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...services.callers import api_keys
from ...services.errors import ToolError
from ...services.file_links import links
from ...services.file_links.link_log import MaskTokens
from ..common import McpHttpCase

EXPIRE = "UPDATE res_users_apikeys SET expiration_date = now() - interval '1 day'"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ"
    "RU5ErkJggg=="
)
HTML = b"<html><body><script>alert(1)</script></body></html>"
UNFIT = (
    "a\0b.txt",
    "a\nundone 5: all well.txt",
    "a\u202efdp.txt",
    "a\x85b",
    "a\u2028b",
)
# as people write them: joiners, and marks of direction for what follows alone
FIT = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 (2)\u200f – 100 % \u202fé.txt"


def in_chunks(content, size=64 * 1024):
    """A body that does not say its length."""
    for start in range(0, len(content), size):
        yield content[start : start + size]


@tagged("post_install", "-at_install")
class TestLinks(McpHttpCase):
    def setUp(self):
        super().setUp()
        self.user = self.mcp_user("odoo_mcp.group_operator")
        self.made = self.make_call("get_job", user=self.env.ref("base.user_admin"))
        self.made.env = self.env(user=self.user.id)
        self.made.principal = self.principal(self.user)

    def stored(self, link):
        """Do what the pipeline does once the body has ended; answer the path.

        Without the database that a link names where the server has several.
        """
        for store in self.made.after_body:
            store()
        self.made.after_body.clear()
        return link.url[link.url.index(links.FILES) :].partition("?")[0]

    def attachment(self, content=b"hello", **values):
        return self.env["ir.attachment"].create(
            {"name": "a.txt", "raw": content, **values}
        )

    def put(self, path, content, **headers):
        url = self.base_url() + path
        return self.opener.put(url, data=content, headers=headers, timeout=60)

    def file_path(self):
        return self.stored(links.offer_file(self.made, "x.txt", b"x", "text/plain"))

    def upload_path(self):
        return self.stored(links.offer_upload(self.made))

    def test_a_file_comes_down_once_without_a_session(self):
        path = self.stored(links.offer_file(self.made, "x.html", HTML, "text/html"))
        answer = self.url_open(path)
        self.assertEqual((answer.status_code, answer.content), (200, HTML))
        self.assertIn(
            "attachment; filename=x.html", answer.headers["Content-Disposition"]
        )
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertIn("sandbox", answer.headers["Content-Security-Policy"])
        self.assertEqual(self.url_open(path).status_code, 410)

    def test_a_look_at_the_headers_does_not_use_a_link_up(self):
        path = self.file_path()
        self.assertEqual(self.opener.head(self.base_url() + path).status_code, 405)
        self.assertEqual(self.url_open(path).content, b"x")

    def test_a_file_comes_whole_whatever_part_of_it_is_asked_for(self):
        partner = self.env["res.partner"].create({"name": "Ours"})
        file = self.attachment(res_model="res.partner", res_id=partner.id)
        known = {"If-Modified-Since": "Fri, 31 Dec 2100 00:00:00 GMT"}
        for headers in ({"Range": "bytes=0-2"}, {"If-None-Match": "*"}, known):
            with self.subTest(headers=headers):
                path = self.stored(links.offer_record(self.made, file))
                answer = self.url_open(path, headers=headers)
                self.assertEqual((answer.status_code, answer.content), (200, b"hello"))

    def test_a_link_that_was_tampered_with_leads_nowhere(self):
        path = self.file_path()
        for wrong in (
            path[:-2] + "AA",
            path + "x",
            f"{links.FILES}/x",
            f"{links.FILES}/%00",
        ):
            self.assertIn(self.url_open(wrong).status_code, (404, 410), wrong)

    def test_a_link_is_gone_after_ten_minutes(self):
        path = self.file_path()
        row = self.env["mcp.link"].sudo().search([], order="id desc", limit=1)
        row.create_date = fields.Datetime.now() - timedelta(minutes=11)
        self.env.flush_all()
        self.assertEqual(self.url_open(path).status_code, 410)

    def test_a_right_that_was_lost_since_counts(self):
        partner = self.env["res.partner"].create({"name": "Ours"})
        kept = self.attachment(res_model="res.partner", res_id=partner.id)
        first = self.stored(links.offer_record(self.made, kept))
        second = self.stored(links.offer_record(self.made, kept))
        self.assertEqual(self.url_open(first).content, b"hello")
        self.env["ir.rule"].create(
            {
                "name": "Nothing of Ours",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"[('id', '!=', {partner.id})]",
            }
        )
        self.env.flush_all()
        self.assertEqual(self.url_open(second).status_code, 403)

    def test_a_link_ends_with_its_key(self):
        key = self.of_a_key()
        good, ended = (self.file_path() for _ in range(2))
        self.assertEqual(self.url_open(good).status_code, 200)
        key.active = False
        self.env.flush_all()
        self.assertEqual(self.url_open(ended).status_code, 410)

    def test_a_link_ends_when_its_key_is_renewed(self):
        key = self.of_a_key()
        up, down = self.upload_path(), self.file_path()
        key._renew()
        self.env.flush_all()
        self.assertEqual(self.put(up, PNG).status_code, 410)
        self.assertEqual(self.url_open(down).status_code, 410)

    def test_a_link_works_where_its_key_works(self):
        key = self.of_a_key()
        up, down = self.upload_path(), self.file_path()
        key.addresses = "10.9.9.9"
        self.env.flush_all()
        # the request rolls back what it notes, in a test alone
        audit = self.startPatcher(
            patch.object(type(self.env["mcp.audit.log"]), "_note_turned_away")
        )
        for answer in (self.put(up, PNG), self.url_open(down)):
            self.assertEqual(answer.status_code, 403)
            self.assertIn("not for this address", answer.text)
        (noted,) = audit.call_args.args
        self.assertEqual(noted.credential, f"key:{key.id}")
        key.addresses = "10.9.9.9, 127.0.0.0/8"
        self.env.flush_all()
        self.assertEqual(self.put(up, PNG).status_code, 201)
        self.assertEqual(self.url_open(down).content, b"x")

    def of_a_key(self, **values):
        """A key of the user, with which links are made from now on."""
        keys = self.env["mcp.key"]
        secret = keys._mcp_generate(self.user, "test", **values)
        self.made.principal = keys._principal(secret, None)
        return keys.browse(int(self.made.principal.credential.partition(":")[2]))

    def test_a_link_does_no_more_than_its_key_may_do_now(self):
        key = self.of_a_key()
        path = self.upload_path()
        for mode, status in (("observer", 410), ("operator", 201)):
            key.mode = mode
            self.assertEqual(self.put(path, PNG).status_code, status, mode)

    def test_a_link_ends_with_a_company_of_its_key_or_its_user(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.user.company_ids += other
        own, both = self.user.company_id, self.user.company_id + other
        key = self.of_a_key(company_ids=both.ids)
        self.made.env = self.made.env(context={"allowed_company_ids": both.ids})
        for keys, users, status in (
            (own, both, 410),
            (both, own, 410),
            (both, both, 200),
        ):
            with self.subTest(keys=keys, users=users):
                self.user.company_ids = both
                key.company_ids = keys
                self.user.company_ids = users
                path = self.file_path()
                self.assertEqual(self.url_open(path).status_code, status)

    def test_a_link_ends_with_the_group_that_let_its_user_in(self):
        path = self.file_path()
        field = "group_ids" if "group_ids" in self.user._fields else "groups_id"
        self.user[field] = self.env.ref("base.group_user")
        self.env.flush_all()
        self.assertEqual(self.url_open(path).status_code, 410)

    def test_a_link_ends_with_its_api_key(self):
        keys = self.env["res.users.apikeys"].with_user(self.user).sudo()
        later = fields.Datetime.now() + timedelta(days=1)
        for ended in ("DELETE FROM res_users_apikeys", EXPIRE):
            secret = keys._generate("mcp", "mine", later)
            self.assertTrue(api_keys.verify(self.env, secret))
            known = api_keys.credential(secret)
            self.made.principal = self.principal(self.user, credential=known)
            good, gone = (self.file_path() for _ in range(2))
            with self.subTest(ended):
                self.assertEqual(self.url_open(good).status_code, 200)
                self.env.cr.execute(f"{ended} WHERE user_id = %s", [self.user.id])
                self.assertEqual(self.url_open(gone).status_code, 410)

    def test_a_link_for_uploads_is_gone_after_ten_minutes(self):
        path = self.upload_path()
        row = self.env["mcp.link"].sudo().search([], order="id desc", limit=1)
        row.create_date = fields.Datetime.now() - timedelta(minutes=11)
        self.env.flush_all()
        self.assertEqual(self.put(path, PNG).status_code, 410)

    def test_a_link_ends_with_its_user(self):
        path = self.file_path()
        self.user.active = False
        self.env.flush_all()
        self.assertEqual(self.url_open(path).status_code, 410)

    def test_a_stop_closes_links_until_it_is_lifted(self):
        stops = self.env(user=self.env.ref("base.user_admin"))["mcp.stop"]
        for what in ("all", f"user:{self.user.id}", self.made.principal.credential):
            path = self.file_path()
            stops._stop(what)
            self.assertEqual(self.url_open(path).status_code, 410, what)
            stops._allow(what)
            self.assertEqual(self.url_open(path).status_code, 200, what)

    def test_a_download_is_no_upload(self):
        path = self.file_path()
        with self.assertRaisesRegex(ToolError, "no upload link of yours"):
            links.take_upload(self.made, path)

    def test_what_is_put_waits_for_the_call_that_takes_it_and_is_taken_once(self):
        path = self.upload_path()
        answer = self.put(f"{path}/scan.png", PNG, **{"Content-Type": "image/png"})
        self.assertEqual(answer.status_code, 201)
        facts = {"filename": "scan.png", "mimetype": "image/png", "size": len(PNG)}
        self.assertEqual(answer.json(), facts)
        self.assertEqual(self.put(path, PNG).status_code, 410)
        self.assertEqual(self.url_open(path).status_code, 410)
        taken = links.take_upload(self.made, f"https://x.test{path}")
        self.assertEqual((taken.filename, taken.content), ("scan.png", PNG))
        with self.assertRaises(ToolError):
            links.take_upload(self.made, path)

    def test_an_upload_is_nobody_elses(self):
        path = self.upload_path()
        self.put(path, PNG)
        self.made.principal = self.principal(self.mcp_user("odoo_mcp.group_operator"))
        with self.assertRaisesRegex(ToolError, "no upload link of yours"):
            links.take_upload(self.made, path)

    def test_nothing_put_is_said(self):
        path = self.upload_path()
        with self.assertRaisesRegex(ToolError, "Nothing was uploaded"):
            links.take_upload(self.made, path)

    def test_a_refused_file_leaves_the_link_good(self):
        path = self.upload_path()
        answer = self.put(path, HTML, **{"Content-Type": "text/plain"})
        self.assertEqual(answer.status_code, 422)
        self.assertIn("text/html", answer.text)
        self.assertEqual(self.put(path, b"").status_code, 422)
        self.assertEqual(self.put(path, PNG).status_code, 201)

    def test_max_upload_mb_bounds_the_body(self):
        self.env["ir.config_parameter"].set_param("mcp.max_upload_mb", "1")
        path = self.upload_path()
        self.assertEqual(self.put(path, PNG + bytes(1024 * 1024)).status_code, 413)

    def test_a_body_of_unknown_length_is_taken_whole_or_not_at_all(self):
        self.env["ir.config_parameter"].set_param("mcp.max_upload_mb", "1")
        path, most = self.upload_path(), 1024 * 1024
        for size, status in ((2 * most, 413), (most + 1, 413), (most, 201)):
            with self.subTest(size=size), mute_logger("werkzeug"):
                answer = self.put(path, in_chunks(b"x" * size))
                self.assertEqual(answer.status_code, status)
        self.assertEqual(len(links.take_upload(self.made, path).content), most)

    def test_a_form_with_files_is_refused_and_leaves_the_link_good(self):
        path = self.upload_path()
        url = self.base_url() + path
        answer = self.opener.post(url, files={"file": ("a.csv", b"a;b")}, timeout=60)
        self.assertEqual(answer.status_code, 415)
        self.assertIn("curl -T FILE", answer.text)
        self.assertEqual(self.put(path, b"a;b").status_code, 201)

    def test_a_name_that_would_lie_is_refused_and_leaves_the_link_good(self):
        path = self.upload_path()
        for name in UNFIT:
            with self.subTest(name):
                answer = self.put(f"{path}/{quote(name)}", b"x")
                self.assertEqual(answer.status_code, 422)
                self.assertIn("no line breaks", answer.text)
        answer = self.put(f"{path}/{quote(FIT)}", b"x")
        self.assertEqual((answer.status_code, answer.json()["filename"]), (201, FIT))

    def test_a_name_that_looks_encoded_is_kept_as_it_is(self):
        for name in ("100%25.csv", "a%2Fb.csv", "%41.csv"):
            with self.subTest(name):
                answer = self.put(f"{self.upload_path()}/{quote(name)}", b"x")
                kept = answer.status_code, answer.json().get("filename")
                self.assertEqual(kept, (201, name))

    def test_upload_mimetypes_decides_by_what_the_bytes_are(self):
        self.env["ir.config_parameter"].set_param(
            "mcp.upload_mimetypes", "application/*"
        )
        path = self.upload_path()
        answer = self.put(path, PNG, **{"Content-Type": "application/pdf"})
        self.assertEqual(answer.status_code, 422)
        self.assertEqual(self.put(path, b"%PDF-1.4 x").status_code, 201)

    def test_a_form_is_kept_as_the_body_that_it_is(self):
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        path = self.upload_path()
        self.assertEqual(self.put(f"{path}/a.csv", b"a=1&b=2", **kind).status_code, 201)
        self.assertEqual(links.take_upload(self.made, path).content, b"a=1&b=2")

    def test_an_observer_uploads_nothing(self):
        user = self.mcp_user("odoo_mcp.group_observer")
        self.made.principal = self.principal(user)
        self.assertEqual(self.put(self.upload_path(), PNG).status_code, 410)

    def test_links_obey_the_allowed_addresses(self):
        path = self.file_path()
        self.env["ir.config_parameter"].set_param("mcp.allowed_addresses", "10.9.8.7")
        self.assertEqual(self.url_open(path).status_code, 403)

    def test_a_page_of_another_site_gets_nothing_by_a_link(self):
        path = self.file_path()
        headers = {"Origin": "https://elsewhere.example.com"}
        self.assertEqual(self.url_open(path, headers=headers).status_code, 403)
        self.assertEqual(self.url_open(path).status_code, 200)

    def test_the_access_log_shows_no_token(self):
        path = self.file_path()
        self.assertTrue(
            any(
                isinstance(f, MaskTokens) for f in logging.getLogger("werkzeug").filters
            )
        )
        with self.assertLogs("werkzeug", logging.INFO) as logged:
            self.url_open(path)
        lines = "\n".join(logged.output)
        self.assertIn("/mcp/v1/files/***", lines)
        self.assertNotIn(path, lines)

    def test_old_links_go_with_their_files(self):
        self.stored(links.offer_file(self.made, "x.txt", b"x", "text/plain"))
        row = self.env["mcp.link"].sudo().search([], order="id desc", limit=1)
        stored = row._stored()
        row.create_date = fields.Datetime.now() - timedelta(hours=25)
        self.env["mcp.link"]._gc_old_links()
        self.assertFalse(row.exists() or stored.exists())

    def test_a_file_whose_link_the_database_deleted_goes_too(self):
        self.stored(links.offer_file(self.made, "x.txt", b"x", "text/plain"))
        row = self.env["mcp.link"].sudo().search([], order="id desc", limit=1)
        stored = row._stored()
        self.env.cr.execute("DELETE FROM mcp_link WHERE id = %s", [row.id])
        self.env["mcp.link"]._gc_old_links()
        self.assertTrue(stored.exists())
        old = fields.Datetime.now() - timedelta(hours=25)
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_date = %s WHERE id = %s", [old, stored.id]
        )
        self.env.invalidate_all()
        self.env["mcp.link"]._gc_old_links()
        self.assertFalse(stored.exists())
