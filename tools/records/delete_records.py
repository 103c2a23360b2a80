from __future__ import annotations

from odoo import models

from ...services import settings
from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from ...services.journal.told import Telling
from ...services.orm.params import MODEL, RECORD_IDS, ModelParams, WriteModel
from ...services.orm.writes.writing import AnyIds, Named, counted, missing, named


class DeleteParams(ModelParams):
    model: WriteModel = Field(validation_alias=MODEL, description="E.g. res.partner.")
    record_ids: AnyIds = Field(
        validation_alias=RECORD_IDS, description="Ids of the records, up to 1000."
    )


class Deleted(Telling):
    count: int
    records: list[Named]

    def text(self) -> str:
        lines = [f"{record.id} {record.name or ''}" for record in self.records]
        head = f"Deleted {self.count} {self.model}"
        return "\n".join([head, *lines, *self.line()])

    def asked(self) -> set[int]:
        return {record.id for record in self.records}


class DeleteRecords(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.DELETE, aliases=("delete_record", "odoo_delete"))
    def _mcp_delete_records(self, params: DeleteParams) -> Deleted:
        """Delete records of any Odoo model, with what belongs to them.

        All or none are deleted. To keep history, archive instead: active = false.
        """
        records = params.records(self.env)
        # here, not where arguments are checked: a call that is repeated with its
        # idempotency_key is answered after the records are gone
        if text := missing(records):
            raise ToolError(text)
        answer = Deleted(model=params.model, count=len(records), records=named(records))
        records.unlink()
        self._require_gone(records)
        return answer

    def _sentence_delete_records(self, params: DeleteParams) -> str:
        what = counted(self.env, params.model, len(params.record_ids))
        text = self.env._("Deletes %s.") % what
        if self.env[params.model]._transient:
            return text
        return text + self.env._(" Permanent unless undone within %s hours.") % (
            settings.get(self.env, "undo_hours")
        )

    def _require_gone(self, records: models.BaseModel) -> None:
        """Fail if the model archived records that are in use instead of deleting them."""
        self.env.flush_all()
        left = records.exists()
        if left:
            raise ToolError(
                self.env._(
                    "Nothing was deleted: Odoo would archive instead of delete %s. "
                    "Archive with update_records and active = false."
                )
                % ", ".join(f"{r.id} {r.display_name}" for r in left)
            )
