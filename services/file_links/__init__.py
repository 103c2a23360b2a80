"""Files in and out of Odoo by links that work once.

links, link_log         signed links, and no token of theirs in a log
waiting                 how much may wait for a download
incoming                files that a tool takes
uploads, upload_types   what may be uploaded
naming                  names and types as they may be shown and sent
"""
