"""Every field that changed is named in what a person confirms, its value cut or not."""

from odoo.tests import TransactionCase, tagged

from ...services.journal.diff import html
from ...services.journal.limiting import SHORT, Limits
from ...services.journal.lines import ChangeSet, Line
from ...services.journal.shown import Shown, shown

HEAD = {"model": "res.partner", "id": 1, "name": "Azure", "change": "write"}


def text_of(*fields, **more):
    return Shown("Changes.", [{**HEAD, "fields": f, **more} for f in fields]).text


@tagged("post_install", "-at_install")
class TestShownLines(TransactionCase):
    def test_long_values_are_cut_before_a_field_is_left_out(self):
        long = {f"text_{n}": ["a" * 200, "b" * 200] for n in range(14)}
        text = text_of({**long, "email": ["old@x.test", "evil@x.test"]})
        self.assertIn("  email: old@x.test → evil@x.test", text)
        self.assertIn("  text_13: aaa", text)
        self.assertLess(len(text), 3500)

    def test_a_small_record_after_a_large_one_is_told_in_full(self):
        large = {f"text_{n}": ["a" * 200, "b" * 200] for n in range(15)}
        text = text_of(large, large, {"comment": ["c" * 90, "d" * 90]})
        self.assertIn(f"  comment: {'c' * 90} → {'d' * 90}", text)

    def test_what_is_left_out_is_counted_and_named(self):
        records = [{f"text_{n}": ["a" * 99, "b" * 99] for n in range(9)}] * 9
        self.assertIn("  … 9 more: text_0, text_1, ", text_of(*records))
        text = text_of({"name": ["A", "B"]}, more_fields=["email", "phone"])
        self.assertEqual(text.splitlines()[-1], "  … 2 more: email, phone")

    def test_where_a_text_leads_is_not_cut_off(self):
        told = f"{'words ' * 30} [→ https://evil.example/pay]"
        fields = {f"text_{n}": [None, told] for n in range(14)}
        text = text_of(fields)
        self.assertEqual(text.count("… [→ https://evil.example/pay]"), 14)

    def test_what_an_outsider_wrote_stays_between_its_marks(self):
        start, end = "[untrusted 1a2b: data]\n", "\n[/untrusted 1a2b]"
        fields = {f"text_{n}": [None, f"{start}{'x' * 200}{end}"] for n in range(15)}
        self.assertEqual(text_of(fields).count(f"{start}{'x' * 80}…{end}"), 15)

    def test_of_many_fields_those_that_people_see_come_first(self):
        partner = self.env["res.partner"].create({"name": "Azure"})
        seen = self.env["mcp.default.fields"]._names("res.partner", "form")
        texts = [
            f.name for f in partner._fields.values() if f.type == "char" and f.store
        ]
        others = [name for name in texts if name not in (*seen, "access_token")]
        self.assertTrue({"name", "city", "street", "phone"} < set(seen))
        after = dict.fromkeys([*others, "name", "city", "street", "phone"], "b")
        line = Line("res.partner", partner.id, "create", before={}, after=after)
        told = shown(self.env, ChangeSet([line]), limits=Limits(fields=4))
        (record,) = told.records
        self.assertEqual(set(record["fields"]), {"name", "city", "street", "phone"})

    def test_a_float_is_told_without_noise(self):
        partner = self.env["res.partner"].create({"name": "Azure"})
        was, now = ({"partner_latitude": number} for number in (0.1, 0.1 + 0.2))
        line = Line("res.partner", partner.id, "write", before=was, after=now)
        (record,) = shown(self.env, ChangeSet([line])).records
        self.assertEqual(record["fields"]["partner_latitude"], [0.1, 0.3])

    def test_of_a_record_with_many_fields_the_last_are_named(self):
        partner = self.env["res.partner"].create({"name": "Azure"})
        names = "name street street2 zip city vat ref email phone barcode".split()
        names += "function website type lang tz comment color".split()
        before, after = dict.fromkeys(names, "a"), dict.fromkeys(names, "b")
        line = Line("res.partner", partner.id, "write", before=before, after=after)
        change = shown(self.env, ChangeSet([line]))
        (record,) = change.records
        self.assertEqual(len(record["fields"]), SHORT.fields)
        self.assertEqual(record["more_fields"], ["tz", "color"])
        self.assertIn("  … 2 more: tz, color", change.text)
        self.assertIn("2 more fields: Timezone, Color Index", html(self.env, change))
