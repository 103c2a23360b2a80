from __future__ import annotations

from collections import Counter
from typing import Any

from odoo import models

from ...services.answers.fitting import fitting_rows, room
from ...services.answers.lean import LeanResult
from ...services.answers.paging import next_offset, remark
from ...services.call import Call
from ...services.declarations import Effect, Field, Params, mcp_tool
from ...services.orm import directory

# operations that some tool can do; others are not worth mentioning
DONE_BY = {
    "create": "create_records",
    "update": "update_records",
    "delete": "delete_records",
}


class ListModelsParams(Params):
    search: str | None = Field(None, description="Words of the name, or its part.")
    limit: int = Field(50, ge=1, le=1000, description="Models at most.")
    offset: int = Field(0, ge=0, le=2**31, description="Models to skip.")


class Models(LeanResult):
    OPTIONAL = ("next_offset",)

    models: list[dict[str, Any]] = Field(description="model, name, operations")
    total: int = Field(description="How many fit the search.")
    next_offset: int | None = Field(None, description="Absent after the last.")

    def text(self) -> str:
        """A line a model; the usual operations stand in the head alone."""
        counts = Counter(", ".join(row["operations"]) for row in self.models)
        usual = next((name for name, _n in counts.most_common(1)), "")
        lines = [self._line(row, usual) for row in self.models]
        head = f"{len(lines)} of {self.total} models{remark(self.next_offset)}"
        return "\n".join([f"{head}; unless said: {usual}" if lines else head, *lines])

    def _line(self, row: dict[str, Any], usual: str) -> str:
        operations = ", ".join(row["operations"])
        said = "" if operations == usual else f": {operations}"
        return f"{row['model']} ({row['name']}){said}"


class ListModels(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.READ)
    def _mcp_list_models(self, params: ListModelsParams, call: Call) -> Models:
        """List the models you may read, those of your menus first."""
        found = directory.search(self.env, params.search)
        open_to = [
            operation
            for operation, tool in DONE_BY.items()
            if self._may_call(tool, call)
        ]
        rows = [
            {
                "model": entry.model,
                "name": entry.name,
                "operations": directory.operations(self.env, entry.model, open_to),
            }
            for entry in found[params.offset : params.offset + params.limit]
        ]
        # both halves of the answer carry it
        listed = fitting_rows(rows, room(self.env) // 2)
        following = next_offset(params.offset, len(listed), len(found))
        return Models(models=listed, total=len(found), next_offset=following)

    def _may_call(self, tool: str, call: Call) -> bool:
        declaration = self.env["mcp.catalog"]._find("tool", tool)
        policy = self.env["mcp.policy"]
        return bool(declaration) and any(
            policy._verdict(declaration, call.principal, effect).allowed
            for effect in declaration.effects
        )
