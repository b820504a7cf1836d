"""The result report, in a document and in PDF."""
