"""What a client sees of the server before it calls anything.

listing, listeners      ``tools/list``, and who is told that it changed
instructions            what a client is told when it connects
tool_search, tool_forms, things    ``search_tools``
thesaurus, foreign_words    words that mean those of the tools
completion              suggestions for an argument that is being typed
prompt_text             the text of a prompt
toolset_names           what a person calls a toolset
"""
