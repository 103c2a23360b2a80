"""What a button of a form does.

methods, method_arguments    methods that a client may run, and their arguments
record_arguments        arguments that no client can give
versions                new versions of employees, as copies
personal, scheduled     what a person answers himself, and what Odoo runs by itself
about                   records that a method is given
actions                 what they return for the web client, as facts
wizards, wizard_form, wizard_filling    what a wizard asks for, and going on with it
"""
