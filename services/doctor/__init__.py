"""What keeps clients from connecting: the checks of *Configuration › Doctor*.

check                   what one check found
address, well_known     under which address Odoo is reached, and finds what
assistants              what stands in front of Odoo and turns them away
server                  clock, workers, databases, the version
outdated                files that are newer than the tables
"""
