"""Where the ORM passes: the journal of a call, what is closed to tools, or hidden."""

from __future__ import annotations

from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

from ..services.current_call import may_open_closed
from ..services.journal.recording import of
from ..services.orm import closed, hidden, scripts
from ..services.running import is_in_call
from ..services.texts.link_tokens import is_masked


class Base(models.AbstractModel):
    _inherit = "base"

    def _check_access(self, operation):
        if hidden.is_hidden(self.env, self._name):
            return hidden.refused(self)
        return super()._check_access(operation)

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        return hidden.shown_domain(self, domain)

    @api.model_create_multi
    def create(self, vals_list):
        journal = of(self.env)
        if journal is None:
            return super().create(vals_list)
        self._mcp_refuse_closed({name for vals in vals_list for name in vals})
        self._mcp_refuse_hanging(vals_list)
        self._mcp_refuse_scripts(vals_list)
        self._mcp_refuse_masked(vals_list)
        turn = journal.turns.next()
        records = super().create(vals_list)
        journal.created(records, turn)
        return records

    def onchange(self, values, field_names, fields_spec):
        # 18.0 asks for no right, and some of ours are computed as superuser
        if self._name.startswith("mcp."):
            self.check_access("write" if self else "create")
        return super().onchange(values, field_names, fields_spec)

    def write(self, vals):
        journal = of(self.env)
        if journal is not None:
            self._mcp_refuse_closed(vals)
            self._mcp_refuse_hanging([vals])
            self._mcp_refuse_scripts([vals])
            self._mcp_refuse_masked([vals])
            journal.asked(self)
            journal.linking(self, [n for n in vals if self._mcp_is_linked(n)])
        return super().write(vals)

    def _write_multi(self, vals_list):
        journal = of(self.env)
        if journal is not None:
            journal.writing(self, {name for vals in vals_list for name in vals})
        return super()._write_multi(vals_list)

    def unlink(self):
        journal = of(self.env)
        if journal is not None:
            self._mcp_refuse_closed((), closed.is_bound(self._name))
            journal.deleting(self)
        return super().unlink()

    def _mcp_is_linked(self, name: str) -> bool:
        field = self._fields.get(name)
        return bool(field and field.store and field.type == "many2many")

    def _mcp_refuse_closed(self, names, always=False) -> None:
        """Refuse a change of a closed model, whichever way a client got here.

        What Odoo itself does as superuser in a business method is not refused, but
        ``always``.
        """
        if (self.env.su and not always) or not is_in_call():
            return
        kept = [n for n in names if closed.opens_doors(self._name, n)]
        rights = [n for n in kept if closed.grants_rights(self._name, n)]
        is_closed = rights or closed.is_closed(self.env, self._name)
        if not (is_closed or kept):
            return
        if may_open_closed(self.env):
            of(self.env).opens_closed = True
        elif is_closed:
            self._mcp_refuse(", ".join([self._name, *rights]))

    def _mcp_refuse(self, what: str) -> None:
        raise AccessError(
            self.env._(
                "%s is closed to tools: a person changes it in Odoo, or a "
                "developer with the developer tools on (mcp.closed_models)."
            )
            % what
        )

    def _mcp_refuse_hanging(self, vals_list) -> None:
        """Refuse messages, files and the like on a record of a closed model."""
        if self.env.su or not is_in_call():
            return
        for vals in vals_list:
            model = closed.hangs_on_closed(self.env, self._name, vals)
            if model and not may_open_closed(self.env):
                self._mcp_refuse(model)

    def _mcp_refuse_masked(self, vals_list) -> None:
        """Refuse a text as it was answered, which is not as it is stored."""
        if self.env.su or not is_in_call():
            return
        if any(is_masked(value) for vals in vals_list for value in vals.values()):
            text = self.env._(
                "%s: the text has a masked link (token=***), which would break the link "
                "that is stored. Leave the text as it is, or the link out."
            )
            raise ValidationError(text % self._name)

    def _mcp_refuse_scripts(self, vals_list) -> None:
        """Refuse what would act in the browser of others, as whoever looks at it."""
        if self.env.su or not is_in_call():
            return
        fields = self._fields
        named = [
            n
            for vals in vals_list
            for n in vals
            if scripts.runs(fields.get(n), vals[n])
        ]
        if not named:
            return
        if may_open_closed(self.env):
            of(self.env).opens_closed = True
        else:
            text = self.env._(
                "%(model)s, %(field)s: what a browser runs is closed to tools, such as "
                "scripts and addresses with javascript: or data:. A person writes it "
                "in Odoo."
            )
            raise AccessError(text % {"model": self._name, "field": named[0]})
