from . import partner, probe, thing
