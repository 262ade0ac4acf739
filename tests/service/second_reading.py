"""What the second readings of the quiet hour's figures share: who came when, told once more in plain SQL."""

from shopkeeper.records.book import Reading

# A visit: a member's day with a purchase that was not wholly given back by the day looked at.
DAYS = """
with net as (
  select p.member_id as member, p.happened_on as day, p.amount_minor as bought,
    coalesce((select sum(r.amount_minor) from facts r
      where r.of_fact = p.id and r.kind = 'return' and r.undone_by is null and r.happened_on <= :on), 0) as back
  from facts p where p.kind = 'purchase' and p.undone_by is null and p.member_id is not null and p.happened_on <= :on),
visit as (
  select member, day, sum(bought - back) as minor from net group by member, day
  having sum(bought) = 0 or sum(back) < sum(bought))
"""


def run(book: Reading, sql: str, **named: object) -> list[tuple[object, ...]]:
    """The rows of a statement that names some of these values."""
    return list(book.rows(sql, {key: value for key, value in named.items() if f":{key}" in sql}))
