"""Finds stages by their names, which are unique within a project only."""

from __future__ import annotations

from odoo import models


def stage_of(project: models.BaseModel, named: int | str) -> int:
    """The id of a task stage of ``project``.

    Raises:
        ValueError: lists the stages that the project has.
    """
    stages = project.type_ids
    found = stages.filtered(lambda s: named == s.id or _same(named, s.name))
    if len(found) == 1:
        return found.id
    known = ", ".join(f"{stage.name} ({stage.id})" for stage in stages)
    raise ValueError(
        project.env._("%(project)s has no stage %(stage)s, but: %(known)s")
        % {"project": project.name, "stage": named, "known": known or "–"}
    )


def first_stage(project: models.BaseModel) -> models.BaseModel:
    """Where a new task of ``project`` starts."""
    return project.type_ids.sorted("sequence")[:1]


def _same(named: int | str, name: str) -> bool:
    return isinstance(named, str) and named.strip().lower() == (name or "").lower()
