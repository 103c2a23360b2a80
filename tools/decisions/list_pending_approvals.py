from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from odoo import models

from ...services.call import Call
from ...services.declarations import Effect, Field, Result, mcp_tool
from ...services.errors import ToolError
from ...services.inbox import Source, Waiting, sources, waiting
from ...services.orm import url
from ...services.orm.context_params import ContextParams
from ...services.orm.reads.cells import cell


class PendingParams(ContextParams):
    source: str | None = Field(
        None, description="Only this source, as an answer names it, e.g. expenses."
    )
    limit: int = Field(10, ge=1, le=100, description="Items of each source at most.")
    offset: int = Field(0, ge=0, le=500, description="Items of each source to skip.")


class Pending(BaseModel):
    """What waits in one place."""

    source: str
    model: str
    count: int
    more: bool = Field(False, description="There may be more than count.")
    url: str = Field(description="Web address of an item; {id} is its id.")
    tool: str | None = Field(None, description="The tool that decides an item.")
    argument: str | None = Field(None, description="How the tool takes the id.")
    how: str | None = Field(None, description="How it is decided without such a tool.")
    items: list[dict[str, Any]] = Field(
        description="id, name, state, by (who asks), amount, since."
    )

    def lines(self) -> list[str]:
        how = f"{self.tool}({self.argument})" if self.tool else self.how
        count = f"{self.count}+" if self.more else str(self.count)
        head = f"{self.source}: {count}; decided by {how}; {self.url}"
        return [head, *("  " + _line(item) for item in self.items)]


class PendingAnswer(Result):
    total: int
    sources: list[Pending]

    def text(self) -> str:
        if not self.sources:
            return "Nothing waits for you."
        lines = [line for source in self.sources for line in source.lines()]
        return "\n".join([f"{self.total} wait for you", *lines])


class ListPendingApprovals(models.AbstractModel):
    _inherit = "mcp.tools.decisions"

    @mcp_tool(
        Effect.READ,
        aliases=("odoo_list_pending_approvals", "list_approvals", "pending_approvals"),
    )
    def _mcp_list_pending_approvals(
        self, params: PendingParams, call: Call
    ) -> PendingAnswer:
        """List everything that waits for this user's decision, over all apps.

        Decisions, expenses, time off, purchase orders, payments, activities, calls of
        assistants; each with the tool that decides it.
        """
        env = params.env_of(self)
        wanted = self._wanted(params)
        found = [self._pending(w, params, call) for w in waiting(env, wanted)]
        return PendingAnswer(total=sum(p.count for p in found), sources=found)

    def _wanted(self, params: PendingParams) -> list[Source]:
        """Those of the database, or the one that is asked for, however it is written."""
        known = {source.name: source for source in sources(params.env_of(self))}
        if params.source is None:
            return list(known.values())
        if found := known.get(params.source.strip().lower().replace("_", " ")):
            return [found]
        text = self.env._("There is no source %(source)s; there are: %(known)s.")
        said = {"source": params.source, "known": ", ".join(known)}
        raise ToolError(text % said)

    def _pending(self, found: Waiting, params: PendingParams, call: Call) -> Pending:
        source = found.source
        tool = source.tool if self._may_call(source, call) else None
        return Pending(
            source=source.name,
            model=source.model,
            count=len(found.records),
            more=found.more,
            url=url.template(found.records),
            tool=tool,
            argument=source.argument if tool else None,
            how=None if tool else source.how or self.env._("in Odoo"),
            items=found.rows(params.offset, params.limit),
        )

    def _may_call(self, source: Source, call: Call) -> bool:
        tool = source.tool and self.env["mcp.catalog"]._find("tool", source.tool)
        if not tool:
            return False
        verdict = self.env["mcp.policy"]._verdict(tool, call.principal, tool.worst)
        return verdict.state != "refused"


def _line(item: dict[str, Any]) -> str:
    parts = [f"{item['id']} {cell(item.get('name'))}"]
    parts += [cell(item.get(k)) for k in ("state", "by", "amount", "since")]
    return ", ".join(filter(None, parts))
