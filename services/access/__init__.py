"""Why the caller may, or may not, do an operation on a model or a record.

explain(env, principal, model, operation, record_id)      explaining.py
  ├─ policy.steps     switches, key, rows of Tools, mode  policy.py
  ├─ closed model     services/orm/closed.py
  ├─ rights.step      ir.model.access                     rights.py
  ├─ rules.steps      ir.rule, companies, by record       rules.py
  ├─ odoo_allows      Odoo's own answer: it decides
  └─ trying.refusal   the operation itself, where it could be called: models refuse
                      in ``write``, ``unlink`` or searches, too

Each part says what it finds; whether Odoo allows it is asked of Odoo, never derived.
"""

from .explaining import Explained, explain
from .step import Step

__all__ = ["Explained", "Step", "explain"]
