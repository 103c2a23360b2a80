"""What records are called.

exact                   records by their names, many at once
explained               what is said of a name that is nobody's, or several have
"""
