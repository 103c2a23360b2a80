"""Records of a file: read, checked as a whole, then written as one change set.

Import (run.py)
  ├─ sources        the file of the call: link, attachment or text
  ├─ reading        which kind of file it is
  ├─ tables         a table of headers and rows
  │    └─ delimited, workbooks, objects    CSV, XLSX, JSON
  │         └─ declared    workbooks that are made to harm
  ├─ headers        which field each column is, and which are left out
  ├─ nodes          rows as records, those below them as their lines
  ├─ money          amounts without their currency
  ├─ marks, figures which mark stands before the decimals, by the column
  ├─ cells          what stands in a cell as the tools for records take it
  ├─ matching       which of them exist already
  ├─ planning       new records, changed ones, and every problem of every row
  ├─ writing        batches; what Odoo refuses is a problem of its row
  │    └─ external_ids    names for new records
  └─ problems       each once with its rows; the file of the rows that have one
"""
