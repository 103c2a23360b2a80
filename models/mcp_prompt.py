"""Prompts as records: administrators edit ours in Odoo, and add their own."""

from __future__ import annotations

import re
from typing import Any

from pydantic import Field, create_model

from odoo import SUPERUSER_ID, Command, _, api, fields, models, tools
from odoo.exceptions import ValidationError

from ..services.caches.cache_invalidation import clear_caches
from ..services.call import Call
from ..services.catalog import Declaration
from ..services.declarations import Effect, Mark, Params
from ..services.surface import listeners, prompt_text

NAME = re.compile(r"[a-z][a-z0-9_]*")
LONGEST_VALUE = 2000
# their own toolset has no limits: what a prompt names is judged tool by tool
TOOLSET = "general"


class McpPrompt(models.Model):
    """A question that clients offer ready-made; ``services/surface/prompt_text.py`` reads it."""

    _name = "mcp.prompt"
    _inherit = ["mcp.shipped"]
    _description = "MCP Prompt"
    _order = "sequence, name"
    _rec_name = "title"

    name = fields.Char(
        "Technical name", required=True, index=True, help="E.g. overdue_invoices."
    )
    title = fields.Char(required=True, translate=True)
    description = fields.Char(
        required=True, translate=True, help="One sentence: what one gets from it."
    )
    text = fields.Text(
        required=True,
        translate=True,
        help="{customer} stands for an argument, @search_records for a tool. A line "
        "with an argument that was not given, or a tool that the user may not call, "
        "is left out. {today}, {user}, {company} and {currency} are always there.",
    )
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    requires = fields.Char(
        "Needs",
        help="Models, e.g. account.move, and tools, e.g. @list_invoices, separated by "
        "spaces. Who may not read or call one of them does not see the prompt.",
    )
    argument_ids = fields.One2many("mcp.prompt.argument", "prompt_id", copy=True)

    @api.constrains("name")
    def _check_name(self) -> None:
        known = self.env["mcp.catalog"]._declarations()
        for prompt in self:
            if not NAME.fullmatch(prompt.name):
                raise ValidationError(
                    _("%s: small letters, digits and _ only.") % prompt.name
                )
            same = self.with_context(active_test=False).search_count(
                [("name", "=", prompt.name), ("id", "!=", prompt.id)]
            )
            if same or ("prompt", prompt.name) in known:
                raise ValidationError(_("There is a prompt %s already.") % prompt.name)

    @api.constrains("text", "requires", "argument_ids")
    def _check_text(self) -> None:
        for prompt in self:
            named = set(prompt_text.arguments(prompt.text))
            known = set(prompt.argument_ids.mapped("name"))
            for name in sorted(named ^ known):
                raise ValidationError(
                    _(
                        "%(title)s: the argument {%(name)s} must stand both in the "
                        "text and in the list of arguments."
                    )
                    % {"title": prompt.title, "name": name}
                )
            prompt._check_tools()

    def _check_tools(self) -> None:
        for name in prompt_text.tools(f"{self.text} {self.requires or ''}"):
            if not self.env["mcp.catalog"]._find("tool", name):
                raise ValidationError(
                    _("%(title)s: there is no tool called %(name)s.")
                    % {"title": self.title, "name": name}
                )

    @api.onchange("text")
    def _onchange_text(self) -> None:
        """A row for every argument that is new in the text."""
        known = set(self.argument_ids.mapped("name"))
        named = prompt_text.arguments(self.text or "")
        self.argument_ids = [
            Command.create({"name": name}) for name in named if name not in known
        ]

    def _load_records_write(self, values):
        """An update renews ours, unless somebody edited it.

        Its name may be one beside theirs, and rows of arguments have no names of their
        own in the data.
        """
        if self.write_uid.id == SUPERUSER_ID:
            rows = [Command.clear(), *(values.get("argument_ids") or ())]
            known = {key: values[key] for key in values if key != "name"}
            self._forget_translations(known)
            super()._load_records_write({**known, "argument_ids": rows})

    def _forget_translations(self, values: dict[str, Any]) -> None:
        """Of texts that become others; the update brings theirs after it."""
        plain = self.with_context(lang=None)
        others = [code for code, _ in self.env["res.lang"].get_installed()]
        gone = {code: False for code in others if code != "en_US"}
        for name in ("title", "description", "text"):
            if name in values and values[name] != plain[name] and gone:
                self.update_field_translations(name, gone)

    @api.model_create_multi
    def create(self, vals_list):
        self._changed()
        return super().create(vals_list)

    def write(self, vals):
        self._changed()
        return super().write(vals)

    def unlink(self):
        self._changed()
        return super().unlink()

    def copy_data(self, default=None):
        copies = super().copy_data(default)
        for prompt, values in zip(self, copies, strict=True):
            values["name"] = f"{prompt.name}_copy"
        return copies

    def _changed(self) -> None:
        clear_caches(self.env)
        database = self.env.cr.dbname
        self.env.cr.postcommit.add(lambda: listeners.tell(database, "prompts"))

    # ----------------------------------------------------------------- calling

    @api.model
    @tools.ormcache("self.env.lang")
    def _declarations(self) -> tuple[Declaration, ...]:
        """What the catalogue knows of the active prompts."""
        # sudo: which ones a caller sees is decided by the policy
        return tuple(prompt._declaration() for prompt in self.sudo().search([]))

    def _declaration(self) -> Declaration:
        completes = {row.name: row.model for row in self.argument_ids if row.model}
        return Declaration(
            name=self.name,
            model=self._name,
            method=self._written.__name__,
            toolset=TOOLSET,
            mark=Mark(
                "prompt",
                Effect.READ,
                requires=tuple(self._needed_models()),
                title=self.title,
                completes=completes,
                uses=tuple(prompt_text.tools(self.text)),
                needs=tuple(prompt_text.tools(self.requires or "")),
            ),
            description=self.description,
            params=self._params(),
            arguments=(),
            result=None,
            takes_call=True,
        )

    def _needed_models(self) -> list[str]:
        words = (self.requires or "").split()
        return [word for word in words if not word.startswith("@")]

    def _params(self) -> type[Params]:
        """The arguments as a pydantic model.

        Its fields have names of ours and the arguments' as aliases, since an argument
        may be called like an attribute of the model.
        """
        found = {}
        for row in self.argument_ids:
            facts = {
                "alias": row.name,
                "description": row.description or "",
                "max_length": LONGEST_VALUE,
            }
            kind, default = (str, ...) if row.required else (str | None, None)
            found[f"argument_{row.id}"] = (kind, Field(default, **facts))
        return create_model("PromptArguments", __base__=Params, **found)

    @api.model
    def _written(self, params: Params, call: Call) -> str:
        """The text of the prompt that ``call`` asks for."""
        name = call.declaration.name
        # sudo: the policy has let the caller see it
        prompt = self.sudo().search([("name", "=", name)])
        listed = self.env["mcp.policy"]._listed("tool", call.principal)
        known = {tool for d in listed for tool in (d.name, *(d.mark.aliases or ()))}
        values: dict[str, Any] = params.model_dump(by_alias=True)
        facts = prompt_text.facts(self.env)
        return prompt_text.written(prompt.text, {**values, **facts}, known)


class McpPromptArgument(models.Model):
    """What a prompt asks the person for before it is sent."""

    _name = "mcp.prompt.argument"
    _description = "MCP Prompt Argument"
    _order = "sequence, id"

    prompt_id = fields.Many2one(
        "mcp.prompt", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, help="As it stands in the text, without braces.")
    description = fields.Char(translate=True, help="What the person should fill in.")
    required = fields.Boolean()
    model = fields.Char(
        "Names a record of",
        help="Technical name of a model, e.g. res.partner: names of its records are "
        "offered while one types.",
    )

    @api.constrains("name")
    def _check_name(self) -> None:
        for row in self:
            if not NAME.fullmatch(row.name) or row.name in prompt_text.FACTS:
                raise ValidationError(_("%s cannot name an argument.") % row.name)

    @api.model_create_multi
    def create(self, vals_list):
        self.env["mcp.prompt"]._changed()
        return super().create(vals_list)

    def write(self, vals):
        self.env["mcp.prompt"]._changed()
        return super().write(vals)

    def unlink(self):
        self.env["mcp.prompt"]._changed()
        return super().unlink()
