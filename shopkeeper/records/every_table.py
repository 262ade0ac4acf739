"""All the tables of a book, whichever module they are written in."""

from shopkeeper.records import tables, tables_memory

MODULES = (tables, tables_memory)
metadata = tables.metadata
GUARDS = tables.GUARDS
