"""What the policy answers about one call."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """Whether a call may run, and what it still needs.

    Attributes:
        state: ``allowed``, ``needs_scope`` or ``refused``.
        hidden: refused in the words of a name that does not exist.
        reason: why, and who could change it; told to those who have a right to
            something in the toolset.
        confirmations: 0, 1, or 2 (the second by a person).
        approvers: who must approve it in Odoo: ids of users, empty for the default
            ones, None where nobody must.
        scopes: what to ask for, where an OAuth token lacks some.
    """

    state: str
    hidden: bool = False
    reason: str = ""
    confirmations: int = 0
    approvers: tuple[int, ...] | None = None
    scopes: tuple[str, ...] = ()

    @property
    def needs_approval(self) -> bool:
        """Whether the person who confirms is an approver in Odoo."""
        return self.approvers is not None

    @property
    def allowed(self) -> bool:
        return self.state == "allowed"


HIDDEN = Verdict("refused", hidden=True)


def refused(reason: str) -> Verdict:
    """Refused, in words that the caller reads."""
    return Verdict("refused", reason=reason)
