"""What answers cost a language model: both halves, four bytes counted as a token.

The rule is that of ``services/surface/listing.py``. Tokenizers differ; for English, JSON and
ids they lie around it.
"""

import json

from odoo.tests import tagged

from ...services.surface.listing import BYTES_A_TOKEN
from ..things import ThingCase, size

# at most, by what is asked; 4 kB are 1,000 tokens
MOST = {
    "describe_model": 1250,
    "search_records": 750,
    "get_record": 500,
    "count_records": 30,
    "aggregate_records": 300,
    "list_models": 1750,
}
COUNTRIES = ("be", "fr", "de", "nl", "us")


@tagged("post_install", "-at_install")
class TestTokenEconomy(ThingCase):
    def setUp(self):
        super().setUp()
        self.partners = self.env["res.partner"].create(
            [
                {
                    "name": f"Deco Addict {number}",
                    "email": f"deco.addict{number}@example.com",
                    "phone": "+1 603 555 0123",
                    "street": "77 Santa Barbara Rd",
                    "city": "Pleasant Hill",
                    "zip": "94523",
                    "country_id": self.env.ref(f"base.{COUNTRIES[number % 5]}").id,
                    "is_company": True,
                }
                for number in range(10)
            ]
        )

    def costs(self, tool, **arguments):
        """The answer, which costs at most what its line in ``MOST`` says."""
        outcome = self.call(tool, **arguments)
        self.assertFalse(outcome.is_error, outcome.text)
        tokens = size(outcome) / BYTES_A_TOKEN
        self.assertLessEqual(tokens, MOST[tool], outcome.text)
        return outcome

    def of_partners(self, tool, **arguments):
        domain = [["id", "in", self.partners.ids]]
        return self.costs(tool, model="res.partner", domain=domain, **arguments)

    def test_a_model_is_described_in_1250_tokens(self):
        self.costs("describe_model", model="res.partner")

    def test_fifty_models_are_listed_in_1750_tokens(self):
        self.costs("list_models")

    def test_ten_partners_take_750_tokens_and_one_500(self):
        self.of_partners("search_records", limit=10)
        first = self.partners[0].id
        self.costs("get_record", model="res.partner", record_id=first)

    def test_a_count_takes_30_tokens_and_five_groups_300(self):
        self.of_partners("count_records")
        country = {"group_by": ["country_id"], "aggregates": ["color:sum"]}
        domain = [["name", "like", "Deco Addict"]]
        outcome = self.costs(
            "aggregate_records", model="res.partner", domain=domain, **country
        )
        self.assertEqual(len(outcome.structured["groups"]), 5)

    def test_what_holds_for_all_records_is_sent_once(self):
        outcome = self.of_partners("search_records", limit=10)
        data = json.dumps(outcome.structured)
        for half in (data, outcome.text):
            self.assertEqual(half.count("/odoo/"), 1)
        # in the text the fields stand in its third line, and nowhere else
        names = outcome.text.split("\n")[2].split("|")
        self.assertIn("email", names)
        self.assertEqual(outcome.text.count("country_id"), 1)

    def test_empty_values_of_default_fields_are_not_sent(self):
        outcome = self.of_partners("search_records", limit=10)
        for row in outcome.structured["records"]:
            self.assertNotIn(None, row.values())
        self.assertNotIn("null", outcome.text)
