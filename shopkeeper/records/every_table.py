"""All the tables of a book, whichever module they are written in."""

from shopkeeper.records import (
    tables,
    tables_events,
    tables_leaving,
    tables_likeness,
    tables_memory,
    tables_people,
    tables_privacy,
    tables_recognition,
    tables_seals,
    tables_trials,
    tables_vouchers,
)

MODULES = (
    tables,
    tables_events,
    tables_leaving,
    tables_likeness,
    tables_memory,
    tables_people,
    tables_privacy,
    tables_recognition,
    tables_seals,
    tables_trials,
    tables_vouchers,
)
metadata = tables.metadata
GUARDS = (*tables.GUARDS, *tables_seals.GUARDS)
