from __future__ import annotations

from typing import Any

from pydantic import PrivateAttr, ValidationInfo, field_validator, model_validator

from odoo import models

from ...services.call import Call
from ...services.declarations import Effect, Field, Params, Result, mcp_tool
from ...services.journal.undo import choosing
from ...services.journal.undo.advising import advice
from ...services.journal.undo.choosing import chosen, last
from ...services.journal.undo.conflicts import refuse_conflicts
from ...services.journal.undo.refusing import refusing
from ...services.journal.undo.telling import all_told
from ...services.orm.moments import show_datetime


class UndoParams(Params):
    change_id: int | None = Field(None, description="This change set.")
    checkpoint: int | None = Field(
        None, description="Everything of yours since this checkpoint."
    )
    force: bool = Field(
        False, description="Overwrite what changed since; administrators only."
    )

    _records: int = PrivateAttr(1)

    @field_validator("checkpoint", mode="before")
    @classmethod
    def _by_name(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, str) or value.strip().isdecimal():
            return value
        return choosing.checkpoint_named(info.context["env"], value)

    @model_validator(mode="after")
    def _one_of_them(self, info: ValidationInfo) -> UndoParams:
        if self.change_id is not None and self.checkpoint is not None:
            raise ValueError("change_id or checkpoint, not both")
        env = info.context["env"]
        self._records = choosing.size(env, self.change_id, self.checkpoint)
        return self

    def size(self) -> int:
        return self._records


class Undone(Result):
    undone: list[dict[str, Any]] = Field(description="The change sets undone.")
    archived: list[dict[str, Any]] = Field(
        [], description="Not deleted: you may not delete them."
    )
    not_as_before: list[dict[str, Any]] = Field(
        [], description="Values that Odoo did not bring back."
    )
    new_ids: list[dict[str, Any]] = Field(
        [], description="Deleted records that are back, but not under their id."
    )

    def text(self) -> str:
        lines = [f"undone {x['id']} ({x['tool']}): {x['summary']}" for x in self.undone]
        lines += [
            f"archived: {x['model']} {x['id']} {x['name']}" for x in self.archived
        ]
        for x in self.not_as_before:
            place = f"{x['model']} {x['id']} {x['field']}"
            values = f"{x['found']} (was {x['expected']})"
            if x.get("hidden"):
                values = "(not yours to read)"
            lines.append(f"not as before: {place}: {values}")
        for x in self.new_ids:
            lines.append(f"back under a new id: {x['model']} {x['id']} → {x['new_id']}")
        return "\n".join(lines)


class SafetyTools(models.AbstractModel):
    _inherit = "mcp.tools.safety"

    @mcp_tool(Effect.CHANGE)
    def _mcp_undo(self, params: UndoParams, call: Call) -> Undone:
        """Undo your last change, one change set, or everything since a checkpoint.
        A value that changed since is a conflict: then nothing is undone. Mails sent,
        numbers used, posted entries and done stock moves stay.
        """
        changes = chosen(call, params.change_id, params.checkpoint, params.force)
        return self._undone(call, changes, params.force)

    def _undone(self, call: Call, changes: models.BaseModel, force: bool) -> Undone:
        with refusing(self.env, changes):
            done = changes._undo(force=force)
        found = done.conflicts
        refuse_conflicts(self.env, found, advice(call, changes, found))
        call.facts.undoes = tuple(changes.ids)
        return Undone(
            undone=[
                {"id": change.id, "tool": change.tool, "summary": change.summary}
                for change in changes
            ],
            archived=[
                _named(record) for records in done.archived for record in records
            ],
            not_as_before=all_told(self.env, done.left),
            new_ids=[
                {"model": model, "id": old, "new_id": new}
                for model, ids in done.new_ids.items()
                for old, new in ids.items()
            ],
        )

    def _sentence_undo(self, params: UndoParams) -> str:
        if params.checkpoint is not None:
            return (
                self.env._("Undo everything since checkpoint %s.") % params.checkpoint
            )
        change = self.env["mcp.change"].browse(params.change_id or ()) or last(self.env)
        return self._sentence_of(change)

    def _sentence_of(self, change: models.BaseModel) -> str:
        return self.env._("Undo change set %(id)s (%(tool)s, %(time)s): %(what)s.") % {
            "id": change.id,
            "tool": change.tool,
            "time": show_datetime(self.env, change.create_date),
            "what": change.summary,
        }


def _named(record: models.BaseModel) -> dict[str, Any]:
    return {"model": record._name, "id": record.id, "name": record.display_name}
