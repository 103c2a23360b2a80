"""What a tool that mails a document takes and answers."""

from __future__ import annotations

from typing import Any

from pydantic import AliasChoices, BaseModel

from ..declarations import Field
from ..lean import LeanResult
from ..orm.context_params import ContextParams, Named

TO = AliasChoices("partner_ids", "partner_id", "to", "recipients")


class LetterParams(ContextParams):
    partner_ids: list[Named("res.partner")] | None = Field(
        None,
        min_length=1,
        max_length=20,
        validation_alias=TO,
        description="Contacts, ids or exact names. Default: whom Odoo proposes.",
    )
    subject: str | None = Field(
        None, min_length=1, max_length=500, description="Default: the template's."
    )
    message: str | None = Field(
        None,
        min_length=1,
        max_length=20_000,
        validation_alias=AliasChoices("message", "body"),
        description="Plain text of the mail. Default: the template's.",
    )
    again: bool = Field(False, description="True also when they got it already.")


class Recipient(BaseModel):
    to: str
    state: str = Field(description="sent, queued, failed, bounced, cancelled, inbox")
    reason: str | None = None

    def line(self) -> str:
        return " ".join(filter(None, [self.to, self.state, self.reason]))


class Mailed(LeanResult):
    OPTIONAL = ("warnings",)

    id: int
    name: str
    state: str = Field(description="Of the document, read back.")
    url: str
    mail: str = Field(description="sent, queued, partly or failed, as Odoo keeps it")
    subject: str
    recipients: list[Recipient]
    attachments: list[str]
    message_id: int
    warnings: list[str] = Field(default_factory=list)

    def text(self) -> str:
        head = f"{self.name} ({self.id}): {self.state}, mail {self.mail}, {self.url}"
        lines = [r.line() for r in self.recipients]
        told = f"{self.subject} [{', '.join(self.attachments)}]"
        return "\n".join([head, told, *lines, *(f"! {w}" for w in self.warnings)])

    def facts(self) -> dict[str, Any]:
        """What an error says of it."""
        return self.model_dump(mode="json")
