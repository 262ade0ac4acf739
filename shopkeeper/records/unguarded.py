"""The one way past the guards of the facts: words leave them when a member is forgotten; no amount, day or point does."""

import json
from collections.abc import Sequence

from shopkeeper.records.book import Writing

_NAMES = ("facts_stay", "lines_stay")
# What a tier or a perk is called is part of how points and tiers are worked out, and names nobody.
_MEANT = "('tier', 'perk')"


def take_words(w: Writing, member_ids: Sequence[int]) -> None:
    """The words of these members' facts and lines are no more; in the same transaction the guards stand again."""
    ids = json.dumps(list(member_ids))
    for name in _NAMES:
        w.run(f"drop trigger {name}")
    w.run(
        "update lines set what = '' where what <> '' and fact_id in (select id from facts where member_id in"
        " (select value from json_each(?)))",
        (ids,),
    )
    w.run(
        f"update facts set what = '' where what <> '' and kind not in {_MEANT} and member_id in"
        " (select value from json_each(?))",
        (ids,),
    )
    from shopkeeper.records.tables import GUARDS  # with what describes tables, which a start has no need of

    for guard in GUARDS:
        if guard.split()[2] in _NAMES:
            w.run(guard)
