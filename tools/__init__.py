from . import developer
from . import records
from . import safety
from . import developer, general
