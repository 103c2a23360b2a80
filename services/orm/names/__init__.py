"""What records are called.

exact                   records by their names, many at once
own_search              models whose name search is not the plain one
choices                 which of several a field means
explained               what is said of a name that is nobody's, or several have
"""
