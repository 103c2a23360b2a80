"""The companies that a person ticks on the consent page hold for the assistant."""

from __future__ import annotations

from odoo.tests import tagged

from ..oauth_case import OauthCase


@tagged("post_install", "-at_install")
class TestOauthCompanies(OauthCase):
    def setUp(self):
        super().setUp()
        self.one, self.other = self.env["res.company"].create(
            [{"name": "Ticked"}, {"name": "Not ticked"}]
        )
        self.person.write(
            {
                "company_ids": [(6, 0, (self.one | self.other).ids)],
                "company_id": self.one.id,
            }
        )

    def granted(self, *companies):
        """The access token after a consent with these companies ticked."""
        client_id = self.client()
        self.login()
        page = self.authorize(self.query(client_id))
        self.assertIn("Not ticked", page.text)
        ticked = [str(company.id) for company in companies]
        said = self.returned(self.decide(page, companies=ticked))
        return self.redeem(client_id, said["code"]).json()["access_token"]

    def seen(self, token):
        result = self.use(token).json()["result"]["structuredContent"]
        return {company["id"] for company in result["companies"]}

    def test_it_works_in_those_that_were_ticked_and_in_no_other(self):
        token = self.granted(self.one)
        self.assertEqual(self.seen(token), set(self.one.ids))
        asked = {"model": "res.partner", "company_id": self.other.id}
        refused = self.use(token, "count_records", **asked).json()["result"]
        self.assertTrue(refused["isError"], refused)

    def test_all_are_there_where_all_were_ticked(self):
        token = self.granted(self.one, self.other)
        self.assertEqual(self.seen(token), {self.one.id, self.other.id})

    def test_a_company_of_others_cannot_be_ticked(self):
        strange = self.env["res.company"].create({"name": "Of others"})
        self.assertEqual(self.seen(self.granted(strange)), set(self.one.ids))
