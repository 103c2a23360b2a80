"""Mails a document to people, with the wizard behind Odoo's own *Send* button.

letters.invoice / letters.quotation   the wizard, filled in: a ``Letter``
  └─ Letter.require_sendable          an address; not mailed to them before
       ├─ Letter.announced            what a preview says
       └─ sending.send                post, commit, and read what became of it

addressed                whom a mail goes to, told as it is made
"""
