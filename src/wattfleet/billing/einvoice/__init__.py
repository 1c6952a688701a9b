"""The two syntaxes of EN 16931: a document in, bytes out."""
