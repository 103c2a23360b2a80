"""Templates of mail: their expressions are code, and no client writes or runs its own.

``object.env`` is at hand in an expression, and from there ``sudo()``. Odoo leaves that
to the Mail Template Editors, whom an administrator is one of; inside a call nobody
counts as one but a developer. What people and modules have stored renders as ever.
"""

from __future__ import annotations

from collections.abc import Iterable

from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

from ..services.current_call import may_open_closed
from ..services.running import running

EDITOR = "mail.group_mail_template_editor"


class MailRenderMixin(models.AbstractModel):
    _inherit = "mail.render.mixin"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._mcp_refuse_code({name for vals in vals_list for name in vals})
        return records

    def write(self, vals):
        done = super().write(vals)
        self._mcp_refuse_code(vals)
        return done

    def _update_field_translations(self, field_name, translations, *args, **kwargs):
        done = super()._update_field_translations(
            field_name, translations, *args, **kwargs
        )
        for lang in translations:
            self.with_context(lang=lang)._mcp_refuse_code([field_name])
        return done

    @api.model
    def _render_template_qweb(self, template_src, model, res_ids, *args, **kwargs):
        if not self._unrestricted_rendering and self._mcp_bars_code():
            self._mcp_require_plain("qweb", template_src, model)
        return super()._render_template_qweb(
            template_src, model, res_ids, *args, **kwargs
        )

    @api.model
    def _render_template_inline_template(
        self, template_txt, model, res_ids, *args, **kwargs
    ):
        if not self._unrestricted_rendering and self._mcp_bars_code():
            self._mcp_require_plain("inline_template", template_txt, model)
        return super()._render_template_inline_template(
            template_txt, model, res_ids, *args, **kwargs
        )

    def _mcp_refuse_code(self, names: Iterable[str]) -> None:
        """What was written in ``names`` may be rendered later, by whom ever.

        A composer is rendered in this call or in another one, and refused then: it
        holds what its template, which people wrote, has brought.
        """
        if self._transient or not self._mcp_bars_code():
            return
        fields = [self._fields[name] for name in names if name in self._fields]
        # sudo: what is looked at was just written
        for record in self.sudo():
            for field in fields:
                engine = getattr(field, "render_engine", "inline_template")
                text, model = record[field.name], record.render_model
                self._mcp_require_plain(engine, text, model)

    def _mcp_require_plain(self, engine: str, text: object, model: str) -> None:
        """Raises AccessError where ``text`` has more than plain placeholders."""
        if not isinstance(text, str) or not text:
            return
        kind = "inline_template" if engine == "inline_template" else "qweb"
        if getattr(self, f"_has_unsafe_expression_template_{kind}")(text, model):
            raise AccessError(
                self.env._(
                    "Expressions in a template are code, which is closed to tools: "
                    "a person writes it in Odoo. Plain fields such as object.name are "
                    "open."
                )
            )

    def _mcp_bars_code(self) -> bool:
        return not self.env.su and not may_open_closed(self.env)


class MailComposerMixin(models.AbstractModel):
    _inherit = "mail.composer.mixin"

    @api.model_create_multi
    def create(self, vals_list):
        composers = super().create(vals_list)
        composers._mcp_refuse_strange()
        return composers

    def write(self, vals):
        done = super().write(vals)
        self._mcp_refuse_strange()
        return done

    def _mcp_refuse_strange(self) -> None:
        """A template is filled from its own model: by an id alone, from another record.

        Forms offer no other; a client would mail one customer what another one owes.
        """
        if self.env.su or running() is None:
            return
        for composer in self:
            # sudo: only what it is about, whoever may read it
            template, model = composer.template_id.sudo(), composer.render_model
            if template.model and model and template.model != model:
                raise ValidationError(
                    self.env._(
                        "The template %(name)s is about %(theirs)s, not about "
                        "%(ours)s: take one of that model."
                    )
                    % {"name": template.name, "theirs": template.model, "ours": model}
                )

    def _compute_is_mail_template_editor(self):
        """Who is no editor has what the template brought rendered as the template."""
        if may_open_closed(self.env):
            return super()._compute_is_mail_template_editor()
        self.is_mail_template_editor = False
        return None

    def _compute_can_edit_body(self):
        """An editor's own text is not replaced by the template's, unlike others'."""
        super()._compute_can_edit_body()
        if self.env.is_admin() or self.env.user.has_group(EDITOR):
            self.can_edit_body = True
