"""Markdown and HTML.

markdown, markdown_converter    from HTML and back
messages                plain text, or Markdown where it is that
html_tree               HTML as a tree
addressing              addresses that its elements name
link_tokens             tokens in links, masked
encodings               in which encoding a text file is written
"""
