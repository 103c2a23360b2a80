from __future__ import annotations

from typing import Any

from pydantic import PrivateAttr, ValidationInfo, model_validator

from odoo import models

from ...services.answers import fitting
from ...services.answers.render import compact
from ...services.articles import source_of
from ...services.declarations import Effect, Field, Params, Result, mcp_tool
from ...services.orm import url
from ..knowledge.page import page_of
from .get_record import GetParams
from .read_messages import MessagesParams

MESSAGES = 10
# of the room for texts: this one is JSON in both halves of the answer
SHARE = 0.7


class FetchParams(Params):
    id: str = Field(description="As search answers it, e.g. res.partner/7.")

    _one: GetParams = PrivateAttr()

    @model_validator(mode="after")
    def _readable(self, info: ValidationInfo) -> FetchParams:
        model, slash, record_id = self.id.strip().rpartition("/")
        if not (model and slash and record_id.isascii() and record_id.isdecimal()):
            raise ValueError("id: a model and an id, such as res.partner/7")
        asked = {"model": model, "record_ids": record_id}
        self._one = GetParams.model_validate(asked, context=info.context)
        return self


class Fetched(Result):
    """As ChatGPT's deep research reads it: the text half is the same JSON."""

    id: str
    title: str
    body: str = Field(serialization_alias="text")
    url: str
    metadata: dict[str, Any] = Field(description="model")

    def text(self) -> str:
        return compact(self.model_dump(by_alias=True))


class Fetch(models.AbstractModel):
    _inherit = "mcp.tools.everywhere"

    @mcp_tool(Effect.READ, title="Read a search result")
    def _mcp_fetch(self, params: FetchParams) -> Fetched:
        """Read what search found: its fields and last messages, or an article."""
        one = params._one
        record = one.records(self.env)
        text = self._article(record) or self._record(record, one)
        return Fetched(
            id=f"{record._name}/{record.id}",
            title=record.display_name or "",
            body=self._fitting(text),
            url=url.of(record),
            metadata={"model": record._name},
        )

    def _article(self, record: models.BaseModel) -> str | None:
        """The beginning of an article; None for what is none."""
        source = source_of(self.env)
        if record._name != source.model or not record.filtered_domain(source.domain()):
            return None
        page, following = page_of(
            source,
            record,
            offset=0,
            section=None,
            history=False,
            old_version=None,
        )
        return page.told() if following is None else page.told() + self._more()

    def _record(self, record: models.BaseModel, one: GetParams) -> str:
        tools = self.env["mcp.tools.records"]
        text = tools._mcp_get_record(one).text()
        if not hasattr(record, "message_post"):
            return text
        on = {"model": record._name, "record_id": record.id, "limit": MESSAGES}
        said = MessagesParams.model_validate(on, context={"env": self.env})
        return f"{text}\n\n{tools._mcp_read_messages(said).text()}"

    def _fitting(self, text: str) -> str:
        kept = fitting.beginning(text, int(fitting.room(self.env) * SHARE))
        return text if kept == text else kept + self._more()

    def _more(self) -> str:
        return "\n" + self.env._(
            "… cut: get_record, read_messages or read_articles read the rest."
        )
