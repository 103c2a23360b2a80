from . import toolset
from . import confirm_quotation
from . import deliver_to_customer
from . import receive_inventory
