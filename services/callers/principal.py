"""Who calls, with which credential, and how far it reaches: facts only."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field


class Mode(enum.IntEnum):
    """Access modes; each contains the one before."""

    NONE = 0
    OBSERVER = 1
    OPERATOR = 2
    IMPORTER = 3
    ADMINISTRATOR = 4


@dataclass(frozen=True)
class Narrowing:
    """What the client asked to see less of (query string and headers).

    Attributes:
        toolsets: only these; None means all. It is empty where the URL and the headers
            name toolsets that have none in common.
        read_only: only calls that read.
        exclude: names of tools left out.
    """

    toolsets: frozenset[str] | None = None
    read_only: bool = False
    exclude: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Principal:
    """The authenticated caller of one request.

    Attributes:
        uid: ``res.users`` id.
        credential: ``key:12``, ``api_key:7``, ``oauth:3``; never the secret.
        ceiling: the mode that the credential allows at most.
        toolsets: toolsets of the credential; None means all.
        companies: ids of ``res.company`` that the credential is limited to; None
            means all of the user's. What sets ``allowed_company_ids`` stays within.
        trusted: the credential skips single confirmations where policy allows.
        address: the client's address, as text.
        local: whether the request came straight from this machine.
        scopes: OAuth scopes; None for keys, which know none.
        reach: the mode that another consent of the user could give this credential.
        narrowing: what the client asked to see less of.
        issue: tells a renewed key from what it was; empty where nothing is renewed.
        networks: from which a key works, as they were typed in; empty means all.
    """

    uid: int
    credential: str
    ceiling: Mode = Mode.ADMINISTRATOR
    toolsets: frozenset[str] | None = None
    companies: frozenset[int] | None = None
    trusted: bool = False
    address: str | None = None
    local: bool = False
    scopes: frozenset[str] | None = None
    reach: Mode = Mode.ADMINISTRATOR
    narrowing: Narrowing = field(default_factory=Narrowing)
    issue: str = ""
    networks: str = ""
