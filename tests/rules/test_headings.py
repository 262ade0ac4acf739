"""The headings that tills and address books write are recognised; what could be two things is asked, never guessed."""

import pytest

from shopkeeper.rules.headings import Kind, guess_mapping

SQUARE = "Reference ID,First Name,Last Name,Email Address,Phone Number,Street Address 1,Street Address 2,City,State,Postal Code,Birthday,Memo,Square Customer ID,First Visit,Lifetime Spend"
SQUARE_SALES = "Date,Time,Gross Sales,Net Sales,Tax,Tip,Total Collected,Card,Transaction ID,Staff Name,Description,Customer ID,Customer Name"
SHOPIFY = "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Total Spent,Note"
SHOPIFY_ORDERS = "Name,Email,Financial Status,Currency,Subtotal,Total,Created at,Lineitem name,Id"
LIGHTSPEED = "id,customer_code,first_name,last_name,email,phone,mobile,physical_address1,physical_address2,physical_city,physical_postcode,physical_state,physical_country,date_of_birth,loyalty_balance,note"
LOYVERSE = "Customer ID,Customer name,Email,Phone,Address,City,Province,Postal code,Country,Points balance,Note,First visit"
GOOGLE = "First Name,Middle Name,Last Name,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Value,Address 1 - Street,Address 1 - City,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address"
OUTLOOK = "First Name,Last Name,E-mail Address,E-mail 2 Address,Home Phone,Business Phone,Mobile Phone,Home Street,Home City,Home State,Home Postal Code,Home Country/Region,Birthday,Notes"


def mapped(headings: str, kind: Kind) -> tuple[dict[str, str], list[str]]:
    """Ours to theirs, and what is asked."""
    names = headings.split(",")
    found = guess_mapping(names, kind)
    return {ours: names[place] for ours, place in found.columns.items()}, [ask.about for ask in found.asks]


@pytest.mark.parametrize(
    ("headings", "expected", "asked"),
    [
        (SQUARE, {"number": "Reference ID", "phone": "Phone Number", "street": "Street Address 1", "note": "Memo",
                  "joined": "First Visit", "region": "State"}, ["number"]),
        (SHOPIFY, {"number": "Customer ID", "phone": "Phone", "phone_2": "Default Address Phone",
                   "postcode": "Default Address Zip", "town": "Default Address City"}, []),
        (LIGHTSPEED, {"number": "customer_code", "given_name": "first_name", "phone_2": "mobile",
                      "birthday": "date_of_birth", "postcode": "physical_postcode"}, ["number"]),
        (LOYVERSE, {"number": "Customer ID", "name": "Customer name", "street": "Address", "joined": "First visit"}, []),
        (GOOGLE, {"given_name": "First Name", "email_2": "E-mail 2 - Value", "phone": "Phone 1 - Value",
                  "address_2": "Address 1 - Extended Address", "country": "Address 1 - Country"}, []),
        (OUTLOOK, {"phone": "Mobile Phone", "phone_2": "Home Phone", "street": "Home Street",
                   "country": "Home Country/Region", "email_2": "E-mail 2 Address"}, []),
    ],
)  # fmt: skip
def test_a_list_of_members_as_a_program_writes_it(
    headings: str, expected: dict[str, str], asked: list[str]
) -> None:
    columns, asks = mapped(headings, "members")
    assert {ours: columns.get(ours) for ours in expected} == expected and asks == asked
    assert "letters" not in columns and "points" not in columns  # a consent is never guessed


def test_a_till_s_sales_are_recognised_and_which_total_counts_is_asked() -> None:
    columns, asks = mapped(SQUARE_SALES, "purchases")
    assert (columns["member"], columns["on"], columns["receipt"]) == ("Customer ID", "Date", "Transaction ID")
    assert asks == ["member", "amount"] and columns["amount"] == "Total Collected"


def test_the_id_of_an_order_is_nobody_s_number() -> None:
    columns, asks = mapped(SHOPIFY_ORDERS, "purchases")
    assert "member" not in columns and "member" in asks
