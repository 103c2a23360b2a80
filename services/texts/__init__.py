"""Markdown and HTML.

markdown, markdown_converter    from HTML and back
html_tree               HTML as a tree
"""
