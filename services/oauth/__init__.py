"""What the standards of OAuth 2.1 say; knows no database.

urls, metadata          our addresses; what clients discover of us
registration, client_metadata, redirects    what clients say of themselves
asked, scopes           what a client asks for
secrets                 codes and tokens
errors                  how the endpoints refuse
"""
