"""What one check of the doctor found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Check:
    """For the person who looks; all of it is translated.

    Attributes:
        ok: None if it works but not for everybody, or cannot be found out from here.
        remedy: what to do; empty when all is well.
    """

    name: str
    ok: bool | None
    found: str
    remedy: str = ""

    @property
    def data(self) -> dict[str, str]:
        """JSON-ready, with ``state`` of ok, warning, error."""
        state = {True: "ok", None: "warning", False: "error"}[self.ok]
        remedy = "" if self.ok else self.remedy
        return {
            "name": self.name,
            "state": state,
            "found": self.found,
            "remedy": remedy,
        }


@dataclass(frozen=True)
class Seen:
    """How the browser's request came in, and what Odoo believes of itself.

    Attributes:
        base: ``web.base.url`` without a last slash.
        scheme, host: of the request, as Odoo understood it; host with its port.
        forwarded: the ``X-Forwarded-*`` headers, by name in lower case.
        origin: scheme and host by which the browser asked, as it says itself; empty
            when it did not say.
    """

    base: str
    scheme: str
    host: str
    forwarded: Mapping[str, str]
    proxy_mode: bool
    origin: str = ""
