"""Answers that leave out their empty fields."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, model_serializer

from ..declarations import Result


class Lean(BaseModel):
    """A part of an answer that leaves the fields in ``OPTIONAL`` out when empty."""

    OPTIONAL: ClassVar[tuple[str, ...]] = ()

    @model_serializer(mode="wrap")
    def _lean(self, handler):
        # not annotated: pydantic would put the type into the output schema
        data = handler(self)
        return {k: v for k, v in data.items() if v or k not in self.OPTIONAL}


class LeanResult(Lean, Result):
    """An answer that leaves the fields in ``OPTIONAL`` out when empty."""


class Given(BaseModel):
    """A part of an answer without what is null."""

    @model_serializer(mode="wrap")
    def _given(self, handler):
        return {k: v for k, v in handler(self).items() if v is not None}


class GivenResult(Given, Result):
    """An answer without what is null: what was not asked for, or does not exist."""
