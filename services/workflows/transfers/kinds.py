"""What tells receipts and deliveries apart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A direction of goods.

    Attributes:
        codes: ``picking_type_code`` of the transfers.
        order: model of the orders that they belong to.
        tool: the tool for it.
    """

    codes: tuple[str, ...]
    order: str
    tool: str


RECEIPT = Kind(("incoming",), "purchase.order", "receive_inventory")
# goods that a vendor sends to the customer are of a type of their own
DELIVERY = Kind(("outgoing", "dropship"), "sale.order", "deliver_to_customer")
KINDS = (RECEIPT, DELIVERY)
