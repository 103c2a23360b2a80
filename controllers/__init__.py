from . import database_header
from . import dispatcher
from . import endpoint
from . import links
from . import oauth_authorize
from . import oauth_metadata
from . import oauth_token
from . import status
