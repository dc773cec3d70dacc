"""The only SQL: one module a noun; functions take the transaction first and never commit."""
