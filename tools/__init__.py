from . import accounting
from . import developer
from . import general
from . import records
from . import safety
from . import workflows
