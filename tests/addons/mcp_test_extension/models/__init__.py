from . import partner, probe
