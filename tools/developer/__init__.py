from . import toolset
from . import jobs
from . import modules
from . import schema
from . import shell
from . import sql
