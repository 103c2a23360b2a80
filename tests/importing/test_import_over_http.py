"""import_data from an upload link, over HTTP, with progress on the stream."""

from __future__ import annotations

from odoo.tests import tagged

from ...services.file_links import links
from ..wire import STREAMED, WireCase, events
from .import_case import sheet


@tagged("post_install", "-at_install")
class TestImportOverHttp(WireCase):
    needs = "mcp.tools.data"
    mcp_groups = "odoo_mcp.group_administrator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("mcp.stage", "staging")
        self.env["ir.config_parameter"].set_param("mcp.rate_bulk", "100")
        self.env.flush_all()

    def put(self, content, name=""):
        """The url of an upload link that ``content`` was put to."""
        link = self.tool("create_upload_link")["structuredContent"]["url"]
        path = link[link.index(links.FILES) :] + name
        answer = self.opener.put(self.base_url() + path, data=content, timeout=60)
        self.assertEqual(answer.status_code, 201, answer.text)
        return link

    def tool(self, name, **arguments):
        params = {"name": name, "arguments": arguments}
        answer = self.modern("tools/call", params)
        self.assertEqual(answer.status_code, 200, answer.text)
        return answer.json()["result"]

    def made(self):
        self.env.invalidate_all()
        return self.env["res.partner"].search([("name", "like", "Wire Import")])

    def test_a_workbook_is_shown_written_once_and_taken_back(self):
        content = sheet(["name", "color"], ["Ann Wire Import", 1], ["Ben Wire Import"])
        given = {"model": "res.partner", "source": {"link": self.put(content)}}
        shown = self.tool("import_data", **given, dry_run=True)
        self.assertFalse(shown.get("isError"), shown)
        summary = shown["structuredContent"]["preview"]["summary"]
        self.assertIn("Creates 2, updates 0, skips 0", summary)
        self.assertFalse(self.made())
        done = self.tool("import_data", **given, idempotency_key="k1")
        self.assertEqual(done["structuredContent"]["created"], 2, done)
        again = self.tool("import_data", **given, idempotency_key="k1")
        self.assertTrue(again["structuredContent"]["replayed"])
        self.assertEqual(len(self.made()), 2)
        used = self.tool("import_data", **given)
        self.assertIn("no upload link", used["content"][0]["text"])
        self.tool("rollback_import")
        self.assertFalse(self.made())

    def test_what_spreadsheets_save_as_text_is_taken_and_read_as_it_is_written(self):
        rows = "name\tcity\r\nJosé Wire Import\tKöln – Süd\r\n"
        for name, encoding, delimiter in (
            ("/list.csv", "cp1252", ";"),
            ("/list.csv", "cp1252", ","),
            ("/LIST.TXT", "utf-16", "\t"),
            ("/list.tsv", "utf-8", "\t"),
            ("", "cp1252", "\t"),
        ):
            with self.subTest(name=name, encoding=encoding, delimiter=delimiter):
                content = rows.replace("\t", delimiter).encode(encoding)
                given = {"link": self.put(content, name)}
                answer = self.tool("import_data", model="res.partner", source=given)
                self.assertFalse(answer.get("isError"), answer)
                file = answer["structuredContent"]["file"]
                said = file["encoding"], file["delimiter"]
                self.assertEqual(said, (encoding, delimiter))
                self.assertEqual(self.made().city, "Köln – Süd")
                self.made().unlink()
                self.env.flush_all()

    def test_the_file_of_refused_rows_comes_by_its_link(self):
        file = b"name,color\nAnn Wire Import,1\nBen Wire Import,red\n"
        given = {"model": "res.partner", "source": {"link": self.put(file)}}
        refused = self.tool("import_data", **given)
        self.assertTrue(refused["isError"], refused)
        url = refused["structuredContent"]["error_file"]["url"]
        answer = self.url_open(url[url.index(links.FILES) :])
        self.assertEqual(answer.status_code, 200)
        self.assertIn(b"Ben Wire Import,red,", answer.content)
        self.assertNotIn(b"Ann", answer.content)
        # and the upload waits for the call that is right
        done = self.tool("import_data", **given, on_error="skip")
        self.assertEqual(done["structuredContent"]["created"], 1, done)

    def test_progress_travels_on_the_stream(self):
        lines = "".join(f"Many {n} Wire Import\n" for n in range(150))
        params = {
            "name": "import_data",
            "arguments": {
                "model": "res.partner",
                "source": {"text": f"name\n{lines}"},
            },
            "_meta": {"progressToken": "p"},
        }
        headers = {**self.open_session(), **STREAMED}
        answer = self.rpc("tools/call", params, headers, stream=True)
        found = list(events(answer))
        steps = [
            event["params"]["progress"]
            for event in found
            if event.get("method") == "notifications/progress"
        ]
        self.assertEqual(steps, [100, 150])
        self.assertEqual(found[-1]["result"]["structuredContent"]["created"], 150)
