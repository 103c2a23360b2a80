"""The text and the pictures of a file; files of rows.

file_text               the text of any kind of file
office_text, pdf_reading    of Word and Excel, of PDF
  pdf_limits, pdf_weight    what of a PDF is too much to be read
  word_text, excel_text, streamed_xml    the parts of an Office file, piece by piece
pictures, pdf_images, ink    what is shown of a file
spreadsheets            rows as files
"""
