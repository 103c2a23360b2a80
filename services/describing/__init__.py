"""Models as ``describe_model`` tells them.

compact, importance     one line a field, the most useful first
details                 everything about some fields
sections, views, outline    by the form, as a view shows it
template, asked         the skeleton of a new record, by what its forms ask for
actions, conditions     buttons, and which of them a record shows
pressed, method_labels  buttons by what people call them, and what is said of them
"""
