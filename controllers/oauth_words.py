"""Sentences of the OAuth pages that contain a name.

They are translated as a whole, since languages order words differently.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from odoo import _

from ..services.oauth import redirects


def consent(client: Any, user: Any, redirect_uri: str) -> dict[str, Markup | str]:
    """What the consent page says.

    Args:
        client: the ``mcp.oauth.client``.
        user: who is asked.
    """
    return {
        "question": _with(_("Connect %s to this Odoo?"), client.name),
        "as_whom": _with(
            _("It works as %s, with your rights and never more."),
            f"{user.name} ({user.login})",
        ),
        "back": _with(_back(redirect_uri), redirects.host(redirect_uri)),
        "not_you": _("Not %s?", user.name),
    }


def connected(client: Any) -> dict[str, Markup | str]:
    """Of the page after it; without ``client`` nothing was granted."""
    if not client:
        return {"open": _("Open the app")}
    left = _("One step is left: open %s within a minute. Then this page can be closed.")
    return {"left": _with(left, client.name), "open": _("Open %s", client.name)}


def _back(redirect_uri: str) -> str:
    if redirects.is_web(redirect_uri):
        return _(
            "You will be sent back to %s. Go on only if that is where you came from."
        )
    return _(
        "You will be sent back to a program on your own computer (%s). Go on only if "
        "you have just started this there yourself."
    )


def _with(sentence: str, name: str) -> Markup:
    """The sentence with ``name`` in bold; markup in the name is escaped."""
    return Markup(sentence.replace("%s", "<strong>%s</strong>")) % name
