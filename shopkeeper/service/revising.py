"""A change of details as a form makes it: what was changed there, and nothing of what was changed elsewhere meanwhile."""

from typing import Any

from shopkeeper.records.book import Writing
from shopkeeper.service import members
from shopkeeper.service.details import Details
from shopkeeper.service.members import Edited
from shopkeeper.values import fields, replace


def revise(w: Writing, member_id: int, seen: Details, wanted: Details, *, by: int | None = None) -> Edited:
    """Make a member's details differ as `wanted` differs from `seen`; what is the same in both stays as it is now.

    Declined as `members.edit` does. Undone as one.
    """
    now, _, _ = members.details_of(w, member_id)
    changes: dict[str, Any] = {
        field.name: getattr(wanted, field.name)
        for field in fields(Details)
        if getattr(wanted, field.name) != getattr(seen, field.name)
    }
    return members.edit(w, member_id, replace(now, **changes), by=by)
