"""Which projects and tasks are templates: a field of 19.0's, in 18.0 a table of ours."""

from __future__ import annotations

from odoo import models

FIELD = "is_template"
PROJECT, TASK = "project.project", "project.task"


def are_templates(records: models.BaseModel) -> models.BaseModel:
    """Those of ``records`` that are marked."""
    if FIELD in records._fields:
        return records.filtered(FIELD)
    return records.browse(i for i in records._ids if i in _marked(records))


def domain(records: models.BaseModel, marked: bool) -> list[tuple]:
    """Finds what is a template, or what is none."""
    if FIELD in records._fields:
        return [(FIELD, "=", marked)]
    return [("id", "in" if marked else "not in", sorted(_marked(records)))]


def left_out(records: models.BaseModel) -> list[tuple]:
    """Finds neither templates nor what is in one; everything of other models."""
    if records._name not in (PROJECT, TASK):
        return []
    terms = domain(records, False)
    if records._name == TASK:
        terms += _outside(records.env[PROJECT])
    return [term for term in terms if term[1:] != ("not in", [])]


def _outside(projects: models.BaseModel) -> list[tuple]:
    if FIELD in projects._fields:
        return [(f"project_id.{FIELD}", "=", False)]
    return [("project_id", "not in", sorted(_marked(projects)))]


def mark(records: models.BaseModel, wanted: bool) -> None:
    """Make ``records`` templates, or make them ordinary again; needs write access."""
    records.check_access("write")
    if FIELD in records._fields:
        records.write({FIELD: wanted})
        return
    # sudo: nobody has rights to the marks; whoever may write the record may mark it
    marks = records.env["mcp.template.mark"].sudo()
    there = marks.search([("model", "=", records._name), ("res_id", "in", records.ids)])
    if not wanted:
        there.unlink()
        return
    new = set(records.ids) - set(there.mapped("res_id"))
    marks.create([{"model": records._name, "res_id": i} for i in sorted(new)])


def _marked(records: models.BaseModel) -> set[int]:
    # sudo: as above; the caller's own rights are checked on the records
    marks = records.env["mcp.template.mark"].sudo()
    return set(marks.search([("model", "=", records._name)]).mapped("res_id"))
