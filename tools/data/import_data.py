from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PrivateAttr, WithJsonSchema

from odoo import models

from ...services.answers.lean import LeanResult
from ...services.answers.lists import as_list
from ...services.answers.numbers import spans
from ...services.call import Call
from ...services.declarations import Effect, Field, mcp_tool
from ...services.importing import problems
from ...services.importing.run import Asked, Import
from ...services.importing.sources import Source
from ...services.importing.writing import Written
from ...services.orm.params import MODEL, ModelParams, WriteModel
from ...services.orm.writes.writing import OBJECT, NotApplied, lines_of

MOST_NOT_APPLIED = 20


class ImportParams(ModelParams):
    IS_BULK = True

    model: WriteModel = Field(validation_alias=MODEL, description="E.g. res.partner.")
    source: Source = Field(description="The file, by one of these.")
    format: Literal["csv", "xlsx", "json"] | None = Field(
        None, description="Found out by default."
    )
    sheet: str | None = Field(None, description="Of a workbook with several.")
    columns: Annotated[dict[str, str | None], WithJsonSchema(OBJECT)] = Field(
        default_factory=dict,
        description="Header: field (country_id, country_id/id for external ids, "
        "country_id/.id, child_ids/name for lines), or null to leave it out. Default: "
        "by name or label.",
    )
    key: Annotated[
        list[str],
        BeforeValidator(as_list),
        WithJsonSchema({"type": "array", "items": {"type": "string"}}),
    ] = Field(
        default_factory=list,
        description="What tells existing records: id (external id), .id, or fields. "
        "Default: the column .id or id; without one all rows are new.",
    )
    on_match: Literal["update", "skip", "error"] = Field(
        "update", description="What happens to those that exist."
    )
    on_error: Literal["abort", "skip"] = Field(
        "abort", description="skip: import the rows without problems."
    )
    decimal_separator: Literal[".", ","] | None = Field(
        None, description="Of figures; found out by default."
    )

    _run: Import | None = PrivateAttr(None)
    _written: Written | None = PrivateAttr(None)

    def size(self) -> int:
        return self._run.size if self._run else 1

    def asked(self) -> Asked:
        """What the call asks of the import."""
        return Asked(
            self.source,
            self.format,
            self.sheet,
            self.columns,
            self.key,
            self.on_match,
            self.on_error,
            self.decimal_separator,
        )


class Imported(LeanResult):
    OPTIONAL = (
        "created_ids",
        "updated_ids",
        "archived_ids",
        "left_out",
        "problems",
        "error_file",
        "not_applied",
        "not_applied_total",
    )
    BINDS = ("checksum", "created", "updated", "unchanged", "skipped", "refused")

    model: str
    created: int
    updated: int
    unchanged: int = Field(description="There already, with all of these values.")
    skipped: int = Field(description="There already, left as they are (on_match).")
    refused: int = Field(description="With a problem, not imported (on_error).")
    created_ids: str = Field("", description="E.g. 7–20.")
    updated_ids: str = ""
    archived_ids: str = Field(
        "", description="There already, and archived; they stay so."
    )
    columns: dict[str, str] = Field(description="Header: field.")
    left_out: list[dict[str, str]] = Field(
        default_factory=list, description="Columns that were not imported."
    )
    problems: list[dict[str, str]] = Field(default_factory=list)
    error_file: dict[str, Any] | None = Field(
        None, description="Link to the rows that were not imported; once."
    )
    not_applied: list[NotApplied] = Field(
        default_factory=list, description="What Odoo stored otherwise than asked."
    )
    not_applied_total: int = 0
    file: dict[str, str] = Field(description="As it was read.")
    checksum: str

    def text(self) -> str:
        head = (
            f"{self.model}: created {self.created} ({self.created_ids or '–'}), updated "
            f"{self.updated} ({self.updated_ids or '–'}), unchanged {self.unchanged}, "
            f"skipped {self.skipped}, refused {self.refused}"
        )
        columns = ", ".join(f"{h} → {name}" for h, name in self.columns.items())
        file = ", ".join(f"{k} {v!r}" for k, v in self.file.items())
        lines = [head, f"columns: {columns}", f"file: {file}, {self.checksum}"]
        if self.archived_ids:
            lines.append(f"archived, and still so: {self.archived_ids}")
        lines += [f"left out: {x['column']}: {x['why']}" for x in self.left_out]
        lines += [f"problem: {line}" for line in problems.lines(self.problems)]
        if self.error_file:
            lines.append(f"rows not imported: {self.error_file['url']}")
        lines += lines_of(self.not_applied, [], self.model)
        if self.not_applied_total > len(self.not_applied):
            lines.append(f"not applied: {self.not_applied_total} in all")
        return "\n".join(lines)


class ImportData(models.AbstractModel):
    _inherit = "mcp.tools.data"

    @mcp_tool(Effect.CHANGE)
    def _mcp_import_data(self, params: ImportParams, call: Call) -> Imported:
        """Import a CSV, Excel or JSON file into any model: new records and changed ones.

        All rows are checked first; with a problem nothing is imported. One change set:
        `rollback_import` takes all of it back.
        """
        run = Import(params.records(self.env), call, params.asked())
        params._run, params._written = run, run.run()
        return _imported(params.model, run, params._written)

    def _sentence_import_data(self, params: ImportParams) -> str:
        run, written = params._run, params._written
        if not run or not written:
            return ""
        text = self.env._(
            "Creates %(new)s, updates %(changed)s, skips %(skipped)s of %(model)s."
        )
        told = text % {
            "new": len(written.created),
            "changed": len(written.updated),
            "skipped": len(run.plan.skipped) + len(run.plan.refused),
            "model": params.model,
        }
        return " ".join([told, *_noted(self.env, run, written)])


def _noted(env: Any, run: Import, written: Written) -> list[str]:
    """What else is to be known before one agrees."""
    notes = []
    if written.unchanged:
        text = env._("%s have these values already and stay as they are.")
        notes.append(text % written.unchanged)
    if written.archived:
        text = env._("Of those that are there, %s are archived and stay so.")
        notes.append(text % len(written.archived))
    if told := run.marks.told:
        text = env._("%(columns)s: read with %(mark)s before the decimals.")
        known = {"columns": ", ".join(told), "mark": run.marks.guess}
        notes.append(text % known)
    if run.left_out:
        names = ", ".join(f"{x['column']} ({x['why']})" for x in run.left_out)
        notes.append(env._("Columns left out: %s.") % names)
    if run.error_file:
        told = "; ".join(problems.lines(run.plan.problems.shown()))
        text = env._("Rows with problems: %(rows)s; they are in %(url)s.")
        notes.append(text % {"rows": told, "url": run.error_file["url"]})
    return notes


def _imported(model: str, run: Import, written: Written) -> Imported:
    return Imported(
        model=model,
        created=len(written.created),
        updated=len(written.updated),
        unchanged=written.unchanged,
        skipped=len(run.plan.skipped),
        refused=len(run.plan.refused),
        created_ids=spans(sorted(written.created)),
        updated_ids=spans(sorted(written.updated)),
        archived_ids=spans(sorted(written.archived)),
        columns=run.columns.mapping,
        left_out=run.left_out,
        problems=run.plan.problems.shown(),
        error_file=run.error_file,
        not_applied=written.not_applied[:MOST_NOT_APPLIED],
        not_applied_total=len(written.not_applied),
        file=run.facts,
        checksum=run.checksum,
    )
