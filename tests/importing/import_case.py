"""What tests of import_data share."""

from __future__ import annotations

import io

import openpyxl

from ..common import McpCase


def sheet(*rows, title="Sheet1"):
    """A workbook of one sheet, as bytes."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def saved(book):
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


class ImportCase(McpCase):
    mcp_groups = "odoo_mcp.group_administrator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("mcp.stage", "staging")
        # a user is a contact, too
        self.user = self.mcp_caller
        self.partners = self.env["res.partner"].with_context(active_test=False)

    def attachment(self, content, name="list.csv"):
        made = self.env["ir.attachment"].with_user(self.mcp_caller)
        return made.create({"name": name, "raw": content}).id

    def given(self, file, **arguments):
        """The arguments of an import of ``file``: text, or bytes as an attachment."""
        if isinstance(file, bytes):
            source = {"attachment_id": self.attachment(file)}
        else:
            source = {"text": file}
        return {"model": "res.partner", "source": source, **arguments}

    def run_import(self, file, **arguments):
        return self.call("import_data", **self.given(file, **arguments))

    def imported(self, file, **arguments):
        outcome = self.run_import(file, **arguments)
        self.env.invalidate_all()
        return self.assertAnswers(outcome)

    def refused(self, file, *words, **arguments):
        """What a refused import answers; it has left no contact behind."""
        before = self.partners.search_count([])
        outcome = self.run_import(file, **arguments)
        self.assertRefused(outcome, *words)
        self.assertEqual(self.partners.search_count([]), before)
        return outcome.structured or {}

    def problems(self, answer):
        """Rows, column and words of each."""
        return [
            (p.get("rows"), p.get("column"), p["problem"]) for p in answer["problems"]
        ]

    def contact(self, name):
        found = self.partners.search([("name", "=", name)])
        self.assertEqual(len(found), 1, name)
        return found
