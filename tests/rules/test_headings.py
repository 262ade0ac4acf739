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


# As the programs write them today, every column.
GOOGLE_OLD = "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Address 1 - Type,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address"
APPLE = "First name,Last name,Company,Phone (mobile),Phone (home),Email (home),Email (work),Street (home),City (home),ZIP (home),Country (home),Birthday,Note"
LIGHTSPEED_R = "First Name,Last Name,Title,Company,Home,Work,Mobile,Pager,Fax,Email,Email2,Website,Address1,Address2,City,State,Zip,Country,Customer Type,Date of Birth,Note,Created"
LIGHTSPEED_SALES = "Date,Receipt Number,Line Type,Customer Code,Customer Name,Note,Quantity,Subtotal,Sales Tax,Discount,Loyalty,Total,Paid,Details,Register,User,Status,Sku"
LOYVERSE_RECEIPTS = "Date,Receipt number,Receipt type,Gross sales,Discounts,Net sales,Taxes,Total collected,Cost of goods,Gross profit,Payment type,Description,Dining option,POS,Store,Cashier name,Customer name,Customer contacts,Status"
SQUARE_ITEMS = "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes,Details,Event Type,Location,Dining Option,Customer ID,Customer Name,Customer Reference ID"


@pytest.mark.parametrize(
    ("headings", "kind", "expected", "asked"),
    [
        (GOOGLE_OLD, "members", {"given_name": "Given Name", "family_name": "Family Name", "email": "E-mail 1 - Value",
                                 "street": "Address 1 - Street", "birthday": "Birthday"}, []),
        (APPLE, "members", {"phone": "Phone (mobile)", "phone_2": "Phone (home)", "email": "Email (home)",
                            "email_2": "Email (work)", "street": "Street (home)", "town": "City (home)",
                            "postcode": "ZIP (home)", "country": "Country (home)"}, []),
        (LIGHTSPEED_R, "members", {"phone": "Mobile", "email_2": "Email2", "joined": "Created",
                                   "birthday": "Date of Birth"}, []),
        (LIGHTSPEED_SALES, "purchases", {"member": "Customer Code", "on": "Date", "receipt": "Receipt Number", "by": "User"},
         ["amount"]),
        (LOYVERSE_RECEIPTS, "purchases", {"on": "Date", "receipt": "Receipt number", "by": "Cashier name"},
         ["amount", "member"]),
        (SQUARE_ITEMS, "purchases", {"member": "Customer ID", "what": "Item", "receipt": "Transaction ID"}, ["amount"]),
    ],
)  # fmt: skip
def test_a_whole_export_as_a_program_writes_it_today(
    headings: str, kind: Kind, expected: dict[str, str], asked: list[str]
) -> None:
    columns, asks = mapped(headings, kind)
    assert {ours: columns.get(ours) for ours in expected} == expected and asks == asked
    assert "letters" not in columns and "points" not in columns
