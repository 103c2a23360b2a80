"""What records are called.

exact                   records by their names, many at once
choices                 which of several a field means
explained               what is said of a name that is nobody's, or several have
"""
