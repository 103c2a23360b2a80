from . import partner, probe, thing
from . import leave, probe_long, probe_many, rename
from . import order
