from . import toolset
from . import balance_sheet
from . import pl_summary
