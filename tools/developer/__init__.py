from . import toolset
from . import schema
from . import sql
