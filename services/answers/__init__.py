"""Answers as text, within the budget, page by page.

render                  lines for a model, or compact JSON
lean                    without empty fields
fitting, paging         how much fits, and where the rest is
lists, numbers          one value or many; numbers in few words
"""
