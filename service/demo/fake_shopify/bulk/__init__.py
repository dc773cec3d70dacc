"""Bulk operations of the fake: a query over everything, run aside, answered by a file of lines."""
