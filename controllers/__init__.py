from . import dispatcher
from . import endpoint
