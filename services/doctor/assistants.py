"""Whether what stands in front of Odoo lets the servers of assistants through.

Content delivery networks and firewalls refuse "AI bots" by their agent's name. Signing
in, which the person's browser does, works then, and nothing comes after it; in Odoo's log
is nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable

from ..oauth import urls
from ..outgoing.client import Answer, get
from ..outgoing.destinations import OutgoingError
from .check import Check, Translate

# as the servers of Claude and ChatGPT call themselves
AGENTS = ("Claude-User", "ChatGPT-User")
# the endpoint's own answer to GET
EXPECTED = 405
TIMEOUT_S = 3.0
Ask = Callable[[str, str], Answer]


def ask(url: str, agent: str) -> Answer:
    """What ``agent`` is answered at an address of our own.

    Raises:
        OutgoingError: nothing is answered.
    """
    return get(url, timeout=TIMEOUT_S, private=True, agent=agent)


def checks(base: str, _: Translate, ask: Ask = ask) -> list[Check]:
    """Ask the endpoint as assistants do; none where it cannot be asked from here."""
    try:
        answers = {agent: ask(base + urls.PATH, agent) for agent in AGENTS}
    except OutgoingError:
        return []
    refused = [
        f"{agent}: HTTP {answer.status}"
        for agent, answer in answers.items()
        if answer.status != EXPECTED
    ]
    return [
        Check(
            _("Assistants on the web"),
            not refused,
            ", ".join(refused) or _("Their requests reach Odoo."),
            _(
                "Something in front of Odoo refuses the servers of Claude and ChatGPT: "
                "people can sign in, and then nothing works. Let requests to /mcp/ "
                "and /.well-known/ pass in the firewall or content delivery "
                "network (Cloudflare: Block AI bots, AI Crawl Control, bot fight mode). "
                "Rules by country or address are not seen from here."
            ),
        )
    ]
