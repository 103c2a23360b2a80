"""Records, fields, searches, counts and attachments under addresses."""

from __future__ import annotations

import json
from dataclasses import replace

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...services.dashboards.known import DASHBOARDS
from ...services.surface.completion import Asked
from ..patience import LONG
from ..wire import WireCase


class ResourceCase(WireCase):
    def setUp(self):
        super().setUp()
        self.headers |= self.key_of("odoo_mcp.group_observer")
        self.partner = self.env["res.partner"].create(
            {"name": "Analytical Engines", "city": "Marylebone"}
        )

    def read(self, uri):
        """The answer to a client that reads ``uri``, as JSON-RPC."""
        answer = self.rpc("resources/read", {"uri": uri})
        self.assertEqual(answer.status_code, 200, answer.text)
        return answer.json()

    def content(self, uri):
        """The one content of a resource that is there."""
        answer = self.read(uri)
        self.assertIn("result", answer, answer)
        (content,) = answer["result"]["contents"]
        self.assertEqual(content["uri"], uri)
        return content

    def data(self, uri):
        content = self.content(uri)
        self.assertEqual(content["mimeType"], "application/json")
        return json.loads(content["text"])

    def assertNotThere(self, uri, *words):
        error = self.read(uri)["error"]
        self.assertEqual(error["code"], -32602, error)
        for word in words:
            self.assertIn(word, error["message"])

    def complete(self, uri, argument, value="", **others):
        """The values that complete an argument of a template."""
        params = {
            "ref": {"type": "ref/resource", "uri": uri},
            "argument": {"name": argument, "value": value},
            "context": {"arguments": others},
        }
        answer = self.rpc("completion/complete", params)
        return answer.json()["result"]["completion"]["values"]


@tagged("post_install", "-at_install")
class TestRecordResources(ResourceCase):
    def test_a_record_is_read_with_what_its_form_shows(self):
        found = self.data(f"odoo://res.partner/record/{self.partner.id}")
        (row,) = found["records"]
        self.assertEqual((row["id"], row["city"]), (self.partner.id, "Marylebone"))

    def test_a_record_is_read_by_its_exact_name_or_external_id(self):
        found = self.data("odoo://res.partner/record/Analytical%20Engines")
        self.assertEqual(found["records"][0]["id"], self.partner.id)
        found = self.data("odoo://res.partner/record/base.main_partner")
        main = self.env.ref("base.main_partner")
        self.assertEqual(found["records"][0]["id"], main.id)
        self.assertNotThere("odoo://res.partner/record/Analytical", "Engines")

    def test_a_record_that_is_not_there_is_not_found(self):
        gone = self.partner.id
        self.partner.unlink()
        self.assertNotThere(f"odoo://res.partner/record/{gone}", str(gone))

    def test_a_number_longer_than_any_id_names_no_record(self):
        for digits in (11, 25, 4400):
            uri = f"odoo://res.partner/record/{'4' * digits}"
            answer = self.assertNotThere(uri, "4444")
            self.assertNotIn("int_max_str_digits", str(answer))

    def test_a_model_that_one_may_not_read_is_refused(self):
        self.assertNotThere("odoo://ir.rule/search")
        self.assertNotThere("odoo://no.such.model/count", "no.such.model")

    def test_fields_are_a_line_each(self):
        content = self.content("odoo://res.partner/fields")
        self.assertEqual(content["mimeType"], "text/plain")
        self.assertIn("\ncity char", content["text"])

    def test_a_search_takes_domain_and_limit_from_the_address(self):
        domain = "%5B%5B%22city%22,%22=%22,%22Marylebone%22%5D%5D"
        found = self.data(f"odoo://res.partner/search?domain={domain}")
        self.assertEqual([row["id"] for row in found["records"]], self.partner.ids)
        two = self.data("odoo://res.partner/search?limit=2")
        self.assertEqual((two["count"], two["next_offset"]), (2, 2))

    def test_a_bad_domain_is_refused_and_never_no_filter(self):
        self.assertNotThere("odoo://res.partner/count?domain=nonsense", "domain")

    def test_a_misspelt_or_doubled_parameter_is_refused_and_never_no_filter(self):
        for query in (
            'domian=[["id","=",3]]',
            'Domain=[["id","=",3]]',
            '%64omain=[["id","=",3]]',
            'domain%3D[["id","=",3]]',
            'domain=[]&domain=[["id","=",3]]',
            "fields=name",
        ):
            self.assertNotThere(f"odoo://res.partner/count?{query}", "domain")
        self.assertNotThere("odoo://res.partner/search?offset=3", "domain, limit")

    def test_a_count_is_that_of_the_caller(self):
        known = self.env["res.partner"].search_count([])
        self.assertEqual(self.data("odoo://res.partner/count")["count"], known)
        domain = "[('city','=','Marylebone')]"
        found = self.data(f"odoo://res.partner/count?domain={domain}")
        self.assertEqual(found["count"], 1)

    def test_an_attachment_is_a_link_and_never_its_bytes(self):
        attachment = self.env["ir.attachment"].create(
            {
                "name": "notes.txt",
                "raw": b"on the engine",
                "res_model": "res.partner",
                "res_id": self.partner.id,
            }
        )
        found = self.data(f"odoo://attachment/{attachment.id}")
        self.assertEqual((found["name"], found["size"]), ("notes.txt", 13))
        self.assertEqual(found["owner"]["id"], self.partner.id)
        path = found["url"].split("/mcp/v1", 1)[1]
        answer = self.url_open(f"/mcp/v1{path}")
        self.assertEqual(answer.content, b"on the engine")

    def test_an_attachment_of_a_hidden_record_is_not_found(self):
        rule = self.env["ir.rule"].search([("model_id.model", "=", "res.partner")])
        hidden = self.env["ir.attachment"].create(
            {
                "name": "secret.txt",
                "raw": b"x",
                "res_model": rule._name,
                "res_id": rule[:1].id,
            }
        )
        self.assertNotThere(f"odoo://attachment/{hidden.id}")

    def test_the_most_literal_address_counts(self):
        message = self.read("odoo://attachment/count")["error"]["message"]
        self.assertIn("attachment", message)
        self.assertNotIn("model", message)

    def test_templates_are_no_concrete_resources(self):
        listed = self.rpc("resources/list").json()["result"]["resources"]
        self.assertFalse([r for r in listed if "{" in r["uri"]])
        result = self.rpc("resources/templates/list").json()["result"]
        templates = {t["uriTemplate"] for t in result["resourceTemplates"]}
        self.assertLessEqual(
            {
                "odoo://{model}/record/{id}",
                "odoo://{model}/fields",
                "odoo://{model}/search{?domain,limit}",
                "odoo://{model}/count{?domain}",
                "odoo://attachment/{id}",
            },
            templates,
        )

    def test_reading_leaves_a_row_in_the_audit(self):
        self.data("odoo://res.partner/count")
        row = self.env["mcp.audit.log"].search([("phase", "=", "outcome")], limit=1)
        self.assertEqual((row.kind, row.tool, row.result), ("resource", "count", "ok"))


@tagged("post_install", "-at_install")
class TestCompletion(ResourceCase):
    def test_models_complete_by_name_and_by_what_people_call_them(self):
        values = self.complete("odoo://{model}/fields", "model", "res.partner")
        self.assertEqual(values[0], "res.partner")
        self.assertIn("res.partner", self.complete("odoo://{model}/fields", "model"))

    def test_models_that_one_may_not_read_are_not_offered(self):
        uri = "odoo://{model}/fields"
        self.assertNotIn("ir.rule", self.complete(uri, "model", "ir.rule"))

    def test_records_complete_by_name_within_the_model_that_was_chosen(self):
        uri = "odoo://{model}/record/{id}"
        found = self.complete(uri, "id", "analytical", model="res.partner")
        self.assertEqual(found, ["Analytical Engines"])
        self.assertEqual(self.complete(uri, "id", "analytical", model="ir.rule"), [])
        self.assertEqual(self.complete(uri, "id", "analytical"), [])

    def test_records_of_one_name_complete_by_id(self):
        twin = self.partner.copy({"name": self.partner.name})
        uri = "odoo://{model}/record/{id}"
        found = self.complete(uri, "id", "analytical", model="res.partner")
        self.assertEqual(set(found), {str(self.partner.id), str(twin.id)})

    def test_records_without_a_name_complete_by_id(self):
        file = self.env["ir.attachment"].create({"name": "zz_nameless", "raw": b"x"})
        found = [(file.id, False)]
        self.patch(type(file), "name_search", lambda *args, **kwargs: found)
        uri = "odoo://{model}/record/{id}"
        names = self.complete(uri, "id", "zz", model="ir.attachment")
        self.assertEqual(names, [str(file.id)])

    def test_names_that_take_long_to_find_are_given_up(self):
        self.env["ir.config_parameter"].set_param("mcp.query_timeout", "1")
        partners = type(self.env["res.partner"])

        def slow(model, *args, **kwargs):
            model.env.cr.execute("SELECT pg_sleep(%s)", [10 * LONG])

        self.patch(partners, "name_search", slow)
        uri = "odoo://{model}/record/{id}"
        with mute_logger("odoo.sql_db"):
            self.assertEqual(self.complete(uri, "id", "a", model="res.partner"), [])

    def test_services_complete_for_developers_alone(self):
        user = self.mcp_user("odoo_mcp.group_observer")
        completion = self.env(user=user.id)["mcp.completion"]
        asked = Asked(
            self.principal(user), "resource", "odoo://{model}/fields", "service", ""
        )
        self.assertEqual(completion._values(asked), [])
        self.open_developer_tools()
        developer = self.mcp_user("odoo_mcp.group_developer")
        asked = replace(asked, principal=self.principal(developer))
        found = self.env(user=developer.id)["mcp.completion"]._values(asked)
        self.assertIn("odoo", found)

    def test_tables_complete_for_developers_alone(self):
        uri = "odoo://schema/{table}"
        self.assertEqual(self.complete(uri, "table", "res_partner"), [])
        key = self.env["mcp.key"]._mcp_generate(self.mcp_caller, "dev")
        self.headers |= {"Authorization": f"Bearer {key}"}
        self.assertIn("res_partner", self.complete(uri, "table", "res_partner"))
        found = self.complete(uri, "table", "res_par")
        self.assertEqual(found[0], "res_partner")
        services = self.complete("odoo://logs/{service}", "service", "post")
        self.assertEqual(services, ["postgresql"])

    def test_dashboards_complete_where_their_apps_are(self):
        there = [
            name
            for name, dashboard in DASHBOARDS.items()
            if "s" in name and any(model in self.env for model in dashboard.about)
        ]
        self.assertEqual(self.complete("odoo://dashboard/{name}", "name", "S"), there)

    def test_nothing_completes_what_is_not_there(self):
        self.assertEqual(self.complete("odoo://nowhere/{model}", "model", "res"), [])

    def test_a_key_for_other_toolsets_learns_no_names_of_records(self):
        key = self.env["mcp.key"]._mcp_generate(
            self.mcp_caller, "narrow", toolsets="developer"
        )
        self.headers |= {"Authorization": f"Bearer {key}"}
        uri = "odoo://{model}/record/{id}"
        self.assertEqual(self.complete(uri, "id", "ana", model="res.partner"), [])

    def test_completion_counts_against_the_rate_of_reads(self):
        self.env["ir.config_parameter"].set_param("mcp.rate_reads", "2")
        found = [self.complete("odoo://{model}/fields", "model") for _ in range(4)]
        self.assertTrue(found[0])
        self.assertEqual(found[-1], [])

    def test_odd_text_is_no_error(self):
        uri = "odoo://{model}/record/{id}"
        for text in ("\0", "%", "'", "x" * 10_000):
            self.complete(uri, "id", text, model="res.partner")


@tagged("post_install", "-at_install")
class TestBudget(ResourceCase):
    """Resources keep to the budget of answers, as tools do."""

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("mcp.answer_budget_kb", "4")

    def test_data_is_cut_and_says_so(self):
        found = self.data("probe://rows/500")
        self.assertTrue(found["truncated"])
        self.assertLess(len(found["rows"]), 100)
        self.assertEqual(found["total"], 500)
        self.assertNotIn("truncated", self.data("probe://rows/5"))

    def test_text_is_cut_with_a_mark(self):
        text = self.content("probe://" + "x" * 9000)["text"]
        self.assertTrue(text.startswith("x" * 4096))
        self.assertIn("over the budget of 4 kB", text)
        self.assertLess(len(text), 4300)

    def test_json_that_a_resource_wrote_itself_is_refused_not_broken(self):
        self.assertNotThere(f"test://template/{'x' * 9000}/data", "budget of 4 kB")
