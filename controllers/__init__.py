from . import database_header
from . import dispatcher
from . import endpoint
from . import links
from . import status
