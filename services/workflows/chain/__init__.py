"""The documents of a process: quotation ↔ order ↔ transfer ↔ manufacturing ↔ purchase
↔ invoice ↔ payment.

walking.walk(record)          from the documents at its beginning down to the payments
  └─ links.up, links.down     Odoo's own links of a document; never a name that looks alike
telling.node(record)          state, amounts, address of one
telling.obstacles(record)     what blocks it, and what is to be done next
"""

from .telling import Node, node, obstacles
from .walking import Chain, walk

__all__ = ["Chain", "Node", "node", "obstacles", "walk"]
