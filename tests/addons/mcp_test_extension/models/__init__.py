from . import partner, probe, rename, thing
