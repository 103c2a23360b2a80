"""What templates, parameters and records try: nothing is evaluated, nothing leaks."""

from __future__ import annotations

from odoo.tests import tagged

from ..common import McpCase

ONE = "queries: {{things: {{model: res.partner, {}}}}}"
NAME = ONE.format("fields: [name]")
# words of the refusal, text, definition
WRONG = (
    # what is no data
    ("no YAML", "x", "queries: !!python/object/apply:os.system [id]"),
    ("no YAML", "x", "queries: &a {b: *a}"),
    ("no references", "x", f"{NAME}\nparameters: &a {{}}\nmore: *a"),
    ("twice: queries", "x", f"{NAME}\n{NAME}"),
    ("no YAML", "x", "[" * 3000),
    ("no YAML", "x", "queries: ["),
    ("no YAML", "x", "? [1]\n: 2"),
    ("over 20000", "x", "a" * 20_001),
    ("parameters and queries", "x", "just words"),
    # what does not belong there
    ("queries", "x", "queries: {}"),
    ("code", "x", f"{NAME}\ncode: import os"),
    ("context", "x", ONE.format("fields: [name], context: {active_test: false}")),
    ("sudo", "x", ONE.format("fields: [name], sudo: true")),
    ("limit", "x", ONE.format("fields: [name], limit: 100000")),
    ("fields, or group_by", "x", ONE.format("domain: []")),
    ("fields, or group_by", "x", ONE.format("fields: [name], group_by: [name]")),
    ("order", "x", ONE.format("aggregates: [__count], order: name")),
    ("cannot name", "x", NAME.replace("things", "today")),
    ("cannot name", "x", NAME.replace("things", "__class__")),
    # what the model has not, or keeps to itself
    ("nmae", "x", ONE.format("fields: [nmae]")),
    ("password", "x", NAME.replace("name", "password").replace("partner", "users")),
    (
        "key_hash",
        "x",
        NAME.replace("name", "key_hash").replace("res.partner", "mcp.key"),
    ),
    ("password", "x", ONE.format("fields: [name], order: user_ids.password")),
    (
        "password",
        "x",
        ONE.format('fields: [name], domain: [[user_ids.password, "=", x]]'),
    ),
    ("no operator", "x", ONE.format('fields: [name], domain: [[name, "==~", x]]')),
    (
        "no order",
        "x",
        ONE.format('fields: [name], order: "name; DROP TABLE res_users"'),
    ),
    ("aggregate", "x", ONE.format('aggregates: ["name:system"]')),
    # places that nothing fills
    ("nothing fills", "{thing}", NAME),
    ("nothing fills", "{things.__class__}", NAME),
    ("nothing fills", "{user.password}", NAME),
    ("nothing fills", "${object.env}", NAME),
    ("nothing fills", "{things.name}", NAME),
    (
        "nothing fills",
        "x",
        ONE.format('fields: [name], domain: [[name, "=", "{nobody}"]]'),
    ),
    (
        "nothing fills",
        "x",
        ONE.format('fields: [name], domain: [[name, "=", "{things.count}"]]'),
    ),
    (
        "stand alone",
        "x",
        ONE.format('fields: [name], domain: [[name, "=", "%{user}%"]]'),
    ),
    (
        "stand alone",
        "x",
        ONE.format('fields: [name], domain: [["{user}.x", "=", 1]]'),
    ),
    (
        "beside the others",
        "x",
        ONE.format('fields: [name], domain: ["|", [name, "=", "{who}"], [id, ">", 0]]')
        + "\nparameters: {who: {}}",
    ),
    (
        "beside the others",
        "x",
        ONE.format(
            'fields: [name], domain: [[child_ids, any, ["!", [name, "=", "{who}"]]]]'
        )
        + "\nparameters: {who: {}}",
    ),
    # parameters
    ("record", "x", f"{NAME}\nparameters: {{who: {{type: record}}}}"),
    ("record", "x", f"{NAME}\nparameters: {{who: {{model: res.users}}}}"),
    ("default", "x", f"{NAME}\nparameters: {{who: {{required: true, default: a}}}}"),
    ("type", "x", f"{NAME}\nparameters: {{who: {{type: python}}}}"),
)
INERT = (
    "{{ 7 * 7 }} {% for x in y %} <t t-out='env'/> %(user)s "
    "{0.__class__} {__import__} {user!r} {user:>1000000000} @search_records"
)


@tagged("post_install", "-at_install")
class TestReportAttacks(McpCase):
    mcp_groups = "odoo_mcp.group_observer"

    def fill(self, text, definition=NAME, **params):
        self.env["mcp.report.template"].create(
            {
                "name": "ours",
                "title": "Ours",
                "description": "One.",
                "text": text,
                "definition": definition,
            }
        )
        return self.call("fill_report", template="ours", params=params)

    def test_a_text_is_a_text_whatever_language_it_speaks(self):
        self.assertEqual(self.fill(INERT).text, INERT)

    def test_what_records_hold_is_neither_filled_in_again_nor_markdown(self):
        name = "{user} {things} [x](javascript:alert(1)) | <img src=x> `a` **b**\n# c"
        partner = self.env["res.partner"].create({"name": name})
        definition = ONE.format(f'fields: [name], domain: [[id, "=", {partner.id}]]')
        row = self.fill("{things}", definition).text.splitlines()[-1]
        self.assertIn(
            r"{user} {things} \[x\](javascript:alert(1)) \| \<img src=x> \`a\` "
            r"\*\*b\*\* # c",
            row,
        )

    def test_what_a_caller_gives_is_a_value_and_no_more(self):
        definition = (
            ONE.format('fields: [name], domain: [[name, "=", "{who}"]]')
            + "\nparameters: {who: {}}"
        )
        given = '{things} "]] [("1", "=", 1)] {today} [x](y)'
        text = self.fill("{who}: {things.count}", definition, who=given).text
        self.assertEqual(text, r'{things} "\]\] \[("1", "=", 1)\] {today} \[x\](y): 0')

    def test_a_parameter_reaches_no_record_that_the_caller_may_not_read(self):
        definition = f"{NAME}\nparameters: {{who: {{type: record, model: ir.rule}}}}"
        rule = self.env["ir.rule"].search([], limit=1)
        outcome = self.fill("{who}", definition, who=rule.id)
        self.assertRefused(outcome, "who", "ir.rule")

    def test_wrong_parameters_are_refused(self):
        parameters = "{who: {}, n: {type: number}, d: {type: date}}"
        definition = f"{NAME}\nparameters: {parameters}"
        self.fill("x", definition)
        for params in (
            {"who": "x" * 501},
            {"n": "1e999999"},
            {"n": "NaN"},
            {"d": "9999-99-99"},
            {"d": "year + 9999"},
            {"who": {"a": 1}},
            {"who": ["a"]},
        ):
            outcome = self.call("fill_report", template="ours", params=params)
            self.assertRefused(outcome)
            self.assertNotIn("reference", outcome.structured or {}, params)
