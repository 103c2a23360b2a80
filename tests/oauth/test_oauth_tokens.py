"""Access tokens: alive while all that they hang on is, and never more than was granted."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from ...models.mcp_oauth_token import _principal_of
from ...services.callers.principal import Mode, Principal
from ...services.current_call import inside_a_call
from ...services.oauth import scopes
from ...services.oauth.asked import Asked
from ..oauth_case import CALLBACK, OauthCase


@tagged("post_install", "-at_install")
class TestOauthTokens(OauthCase):
    def set_active(self, record, active):
        """In the table alone: nothing else is ended by it."""
        self.env.flush_all()
        table = SQL.identifier(record._table)
        query = "UPDATE %s SET active = %s WHERE id = %s"
        self.env.cr.execute(SQL(query, table, active, record.id))
        self.env.invalidate_all()

    def test_a_token_that_was_left_behind_opens_nothing(self):
        """What ends a connection deletes its tokens as well."""
        access, grant = self.connect()["access_token"], self.grants
        for record in (grant, grant.client_id, self.person):
            for active, status in ((False, 401), (True, 200)):
                self.set_active(record, active)
                self.assertEqual(self.use(access).status_code, status, record)

    def test_introspection_calls_no_token_active_that_was_used_or_has_ended(self):
        tokens = self.connect()
        client, grant = self.known(tokens["client_id"]), self.grants
        exchange = self.env["mcp.oauth.exchange"]

        def lives(kind):
            return exchange._introspect(tokens[f"{kind}_token"], client)["active"]

        self.assertTrue(lives("refresh"))
        self.refresh(tokens["client_id"], tokens["refresh_token"])
        self.env.invalidate_all()
        self.assertFalse(lives("refresh"))
        for record in (grant, self.person):
            for active in (False, True):
                self.set_active(record, active)
                self.assertIs(lives("access"), active, record)

    def test_a_token_reaches_no_further_than_the_least_of_its_limits(self):
        row = dict.fromkeys(("id", "user_id", "toolsets", "companies"))
        row |= {"mode": "administrator", "most": "administrator"}
        row["scopes"] = " ".join(scopes.ALL)
        for limit in ("mode", "most", "scopes"):
            low = "mcp:observe" if limit == "scopes" else "observer"
            principal = _principal_of({**row, limit: low}, None)
            self.assertEqual(principal.ceiling, Mode.OBSERVER, limit)

    def granted(self, **values):
        """A client and what the person granted to it."""
        client = self.env["mcp.oauth.client"].create(
            {"name": "x", "redirect_uris": CALLBACK}
        )
        values = {"client_id": client.id, "user_id": self.person.id, **values}
        values |= {"mode": "observer", "resource": "https://a.test/mcp/v1"}
        return client, self.env["mcp.oauth.grant"].create(values)

    def test_an_assistant_changes_neither_clients_nor_connections(self):
        client, grant = self.granted()
        call = self.make_call("search_tools")
        acts = (
            lambda: client.create({"name": "y"}),
            lambda: client.write({"mode": "administrator"}),
            lambda: client.action_new_secret.__wrapped__(client),
            client.unlink,
            grant.action_revoke,
        )
        for act in acts:
            with (
                inside_a_call(call),
                self.assertRaisesRegex(AccessError, "by a person in Odoo"),
            ):
                act()
        self.assertTrue(grant.active)

    def test_what_ended_with_a_client_or_a_user_does_not_come_back(self):
        for of in ("client_id", "user_id"):
            for off in (False, 0, None):
                _client, grant = self.granted()
                grant[of].write({"active": off})
                grant[of].write({"active": True})
                self.assertFalse(grant.active, (of, off))

    def test_what_began_with_a_connection_ends_with_it(self):
        """Links and answers of some minutes ago ask whether it lives."""
        client, grant = self.granted()
        known = Principal(self.person.id, f"oauth:{grant.id}")

        def lives():
            return bool(self.env["mcp.identity"]._now(known))

        for record in (client, self.person, grant):
            for active in (False, True):
                self.set_active(record, active)
                self.assertIs(lives(), active, record)
        grant.unlink()
        self.assertFalse(lives())

    def test_a_remembered_consent_is_for_one_place_of_one_client(self):
        first, other = "https://a.test/one", "https://a.test/two"
        client, grant = self.granted(redirect_uri=first, remember=True)
        known = (client.id, first, "", (), "", grant.resource)
        for place, value in ((0, 0), (1, other), (5, "https://b.test/mcp/v1")):
            changed = Asked(*known[:place], value, *known[place + 1 :])
            self.assertFalse(grant._remembered(self.person, changed), value)
        self.assertFalse(grant._remembered(self.env.user, Asked(*known)))
        self.assertEqual(grant._remembered(self.person, Asked(*known)), grant)

    def test_no_more_is_offered_than_was_asked_for(self):
        client, grant = self.granted()
        consent = self.env(user=self.person.id)["mcp.oauth.consent"]
        facts = ("", "", ("mcp:observe",), "", grant.resource)
        modes = consent._modes(client, Asked(client.id, *facts))
        self.assertEqual(modes, [Mode.OBSERVER])
