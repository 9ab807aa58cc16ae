"""print: an edition's page as a document on paper, a tagged PDF, made without a browser.

The body of the page is walked once (`walk`) into plain data: headings, paragraphs, lists, tables, drawings. The data
go to a template of Typst's (``templates/print/edition.typ``), which sets them; no text is ever part of its source. So
a number in the PDF is the number on the page, to the last digit.
"""

from berkala.render.print.document import pdf_path, print_edition, print_marked

__all__ = ["pdf_path", "print_edition", "print_marked"]
