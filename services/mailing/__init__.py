"""A document that goes to people by mail, by the wizard of Odoo's own *Send* button.

letters.invoice / letters.quotation   the wizard, filled in: a ``Letter``
  └─ Letter.require_sendable          an address; not mailed to them before
       ├─ Letter.announced            what a preview says
       └─ sending.send                post, commit, and read what became of it
"""
