"""What happens once, when the addon is installed or removed."""

from odoo.api import Environment


def post_init_hook(env: Environment) -> None:
    """Schedule what must follow the installation; never do it here."""


def uninstall_hook(env: Environment) -> None:
    """Drop what the addon made outside the ORM."""
