"""Tools that misbehave on purpose, so that the guards can be seen to hold."""

from collections import Counter

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.odoo_mcp.services.call import Call
from odoo.addons.odoo_mcp.services.declarations import (
    Effect,
    Field,
    Params,
    Result,
    mcp_prompt,
    mcp_resource,
    mcp_tool,
)
from odoo.addons.odoo_mcp.services.external_effect import (
    commit_so_far,
    nothing_done_on_error,
)

CONFLICT = """DO $$ BEGIN
    RAISE EXCEPTION 'conflict' USING ERRCODE = 'serialization_failure';
END $$"""
runs: Counter[int] = Counter()


class NameParams(Params):
    name: str = Field(description="Name of the partner.")


class HalfParams(NameParams):
    commit: bool = Field(False, description="Commit in the middle.")
    keep: bool = Field(False, description="The same in the words of the server.")


class CountParams(Params):
    count: int = Field(description="How many rows.", ge=1)


class ActionParams(Params):
    action: str = Field("look", description="look or act.")


class Made(Result):
    id: int
    name: str


class Rows(Result):
    rows: list[dict]


class ProbeTools(models.AbstractModel):
    _name = "mcp.tools.probe"
    _description = "MCP tools: probe"
    _mcp_toolset = "probe"

    @mcp_tool(Effect.READ)
    def _mcp_probe_read_that_writes(self, params: NameParams) -> Made:
        """Write although declared to read."""
        return self._make(params)

    @mcp_tool(Effect.READ)
    def _mcp_probe_read_that_stores(self, params: NameParams, call: Call) -> str:
        """Store a partner once READ ONLY has ended, as a file would be."""
        call.after_body.append(lambda: self._make(params))
        return "stored later"

    @mcp_tool(Effect.ADD)
    def _mcp_probe_add_that_stores(self, params: NameParams, call: Call) -> str:
        """Store a partner afterwards, although nothing is read."""
        call.after_body.append(lambda: self._make(params))
        return "stored later"

    @mcp_tool(Effect.ADD)
    def _mcp_probe_add(self, params: NameParams) -> Made:
        """Create a partner."""
        return self._make(params)

    @mcp_tool(Effect.ADD)
    def _mcp_probe_add_then_fail(self, params: NameParams) -> Made:
        """Create a partner, then fail."""
        self._make(params)
        raise UserError("That did not work")

    @mcp_tool(Effect.ADD)
    def _mcp_probe_add_then_crash(self, params: NameParams) -> Made:
        """Create a partner, then crash with something internal."""
        self._make(params)
        raise ValueError("secret internals")

    @mcp_tool(Effect.ADD)
    def _mcp_probe_commit(self, params: NameParams) -> Made:
        """Try to end the transaction."""
        made = self._make(params)
        self.env.cr.commit()
        return made

    @mcp_tool(Effect.DELETE)
    def _mcp_probe_delete(self, params: NameParams) -> str:
        """Delete the partners of a name."""
        self.env["res.partner"].search([("name", "=", params.name)]).unlink()
        return "gone"

    @mcp_tool(Effect.EXECUTE, external=True)
    def _mcp_probe_outside(self, params: NameParams) -> str:
        """Do something outside the database."""
        return params.name

    @mcp_tool(Effect.EXECUTE, external=True)
    def _mcp_probe_outside_then_fail(self, params: HalfParams) -> str:
        """Create a partner, commit when told to, create another one, then fail."""
        self._make(params)
        if params.commit:
            self.env.cr.commit()
        if params.keep:
            commit_so_far(self.env)
        self._make(params)
        self.env.cr.postcommit.add(self._make)
        raise UserError("That did not work")

    @mcp_tool(Effect.EXECUTE, external=True)
    def _mcp_probe_outside_for_known(self, params: NameParams) -> str:
        """Do something outside for who is known; that is looked at before."""
        # the claim of a key stays, in the one transaction of a test too
        commit_so_far(self.env)
        with nothing_done_on_error():
            if not self.env["res.partner"].search([("name", "=", params.name)]):
                raise UserError("Nobody is called so")
        return params.name

    @mcp_tool(("action", {"look": Effect.READ, "act": Effect.CHANGE}))
    def _mcp_probe_action(self, params: ActionParams) -> str:
        """Read or change, as the argument says."""
        return params.action

    @mcp_tool(Effect.READ)
    def _mcp_probe_rows(self, params: CountParams) -> Rows:
        """Answer many rows."""
        return Rows(rows=[{"n": n, "text": "x" * 90} for n in range(params.count)])

    @mcp_tool(Effect.READ)
    def _mcp_probe_search(self) -> Rows:
        """The benchmark's ORM work."""
        fields = ["name", "email", "phone", "city"]
        partners = self.env["res.partner"]
        return Rows(rows=partners.search_read([], fields, limit=10, order="id"))

    @mcp_tool(Effect.READ)
    def _mcp_probe_slow(self, params: CountParams) -> str:
        """Let the database sleep for some seconds."""
        self.env.cr.execute("SELECT pg_sleep(%s)", [params.count])
        return "awake"

    @mcp_tool(Effect.CHANGE)
    def _mcp_probe_conflict(self, params: CountParams) -> str:
        """Conflict with another transaction in the first runs."""
        runs[params.count] += 1
        if runs[params.count] <= params.count:
            self.env.cr.execute(CONFLICT)
        return f"run {runs.pop(params.count)}"

    @mcp_tool(Effect.READ, requires=("no.such.model",))
    def _mcp_probe_absent(self, params: NameParams) -> str:
        """Need an app that is not there."""
        return params.name

    @mcp_tool(Effect.CHANGE, requires=(("no.such.model", "res.lang"), "res.partner"))
    def _mcp_probe_languages(self, params: NameParams) -> str:
        """Need the right to change languages."""
        return params.name

    @mcp_tool(Effect.READ)
    def _mcp_probe_companies(self) -> str:
        """Name the companies that are left to code that goes on in the last of them."""
        last = self.with_company(self.env.companies[-1:])
        return ", ".join(last.env.companies.mapped("name"))

    @mcp_tool(Effect.READ, groups=("base.group_erp_manager",))
    def _mcp_probe_managers(self, params: NameParams) -> str:
        """Only for who manages access rights."""
        return params.name

    @mcp_resource("probe://rows/{count}")
    def _mcp_probe_rows_resource(self, count: str) -> Rows:
        """As many rows."""
        return self._mcp_probe_rows(CountParams(count=int(count)))

    @mcp_resource("probe://{name}", mime_type="text/plain")
    def _mcp_probe_resource(self, name: str) -> str:
        """Answer the name."""
        return name

    @mcp_prompt()
    def _mcp_probe_prompt(self, params: NameParams) -> str:
        """Ask about a partner."""
        return f"What do you know of {params.name}?"

    def _make(self, params: NameParams) -> Made:
        partner = self.env["res.partner"].create({"name": params.name})
        return Made(id=partner.id, name=partner.name)
