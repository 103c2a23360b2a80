"""What is offered: the list of tools, their schemas, the search for one, their cost."""
