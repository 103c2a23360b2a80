from __future__ import annotations

from pydantic import PrivateAttr, ValidationInfo, model_validator

from odoo import api, models

from ...services.call import Call
from ...services.declarations import Effect, Field, Params, mcp_tool
from ...services.journal.undo import choosing
from ..safety.undo import Undone

TOOL = "import_data"


class RollbackParams(Params):
    change_id: int | None = Field(
        None, description="Its change set. Default: your last import."
    )
    _records: int = PrivateAttr(1)

    @model_validator(mode="after")
    def _of_an_import(self, info: ValidationInfo) -> RollbackParams:
        env: api.Environment = info.context["env"]
        self.change_id = choosing.last_of(env, TOOL, self.change_id).id
        if not self.change_id:
            raise ValueError(env._("there is no import that you can take back"))
        self._records = choosing.size(env, self.change_id, None)
        return self

    def size(self) -> int:
        return self._records


class RollbackImport(models.AbstractModel):
    _inherit = "mcp.tools.data"

    # An import is a change set and nothing beside it: ``list_changes`` shows it, and
    # ``undo`` reverts it. So there is no ``get_import``, and this is ``undo`` with
    # another default.
    @mcp_tool(Effect.CHANGE)
    def _mcp_rollback_import(self, params: RollbackParams, call: Call) -> Undone:
        """Take a whole import back, as `undo` does: what it created, what it changed."""
        changes = choosing.chosen(call, params.change_id, None, False)
        return self.env["mcp.tools.safety"]._undone(call, changes, False)

    def _sentence_rollback_import(self, params: RollbackParams) -> str:
        change = self.env["mcp.change"].browse(params.change_id)
        return self.env["mcp.tools.safety"]._sentence_of(change)
