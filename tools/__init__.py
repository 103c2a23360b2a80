from . import accounting
from . import decisions
from . import developer
from . import general
from . import records
from . import safety
from . import workflows
