"""The server itself.

commands, asked_commands    programs, run to their end
modules, module_change, odoo_process    installing in a second Odoo
manifests               modules on disk, also those that Odoo does not list yet
service_control, log_files, system    services, logs, the machine
"""
