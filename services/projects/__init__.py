"""What the toolset ``projects`` knows of Odoo's projects and tasks.

launching, marks        new ones from templates; which are templates
stages                  where a task begins
counting                how many tasks a project has
"""
