from . import content, asking, rounds, reading
