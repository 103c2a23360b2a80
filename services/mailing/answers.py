"""What a tool that mails a document takes and answers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ValidationInfo,
)

from odoo.tools import email_normalize

from ..answers.lean import LeanResult
from ..answers.lists import as_list
from ..declarations import Field
from ..orm.context_params import ContextParams
from ..orm.relations import Lookups


def _contact(value: int | str, info: ValidationInfo) -> int:
    """A contact, which may be named by an address that no other contact has."""
    partners = info.context["env"]["res.partner"]
    if isinstance(value, str) and (mail := email_normalize(value)):
        found = partners.search([("email_normalized", "=", mail)], limit=2)
        if len(found) == 1:
            return found.id
    return Lookups(partners.env).one(partners._name, value)


Contact = Annotated[int | str, AfterValidator(_contact)]
TO = AliasChoices("partner_ids", "partner_id", "to", "recipients")


class LetterParams(ContextParams):
    partner_ids: Annotated[list[Contact] | None, BeforeValidator(as_list)] = Field(
        None,
        min_length=1,
        max_length=20,
        validation_alias=TO,
        description="Contacts: ids, exact names or their e-mail addresses. Default: "
        "whom Odoo proposes.",
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
