"""Which column of somebody's file is which of ours: headings of tills and address books in several languages."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from types import MappingProxyType
from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.rules.tables import Ask, Choice, heading_key
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

Kind = Literal["members", "purchases"]

_NUMBER = (
    "number no nr memberid membernumber memberno membershipnumber membershipno customerid customernumber customerno "
    "customercode custid custno clientid clientnumber accountnumber loyaltynumber loyaltyid referenceid externalid id "
    "kundennummer kundennr kundenid kdnr mitgliedsnummer mitgliedsnr numeroclient numeroadherent codeclient "
    "numeroducient numerodecliente numerocliente numerosocio codigocliente codicecliente numerotessera numerodecliente "
    "klantnummer lidnummer kundnummer kundenummer medlemsnummer numerklienta squarecustomerid"
)
# The first word of each list is our own name of the column; those before others are preferred.
_MEMBERS = {
    "number": _NUMBER,
    "name": "name fullname displayname customername membername customer contactname namefull kundenname kunde "
    "nomcomplet nombrecompleto nombreyapellidos nombre nome nomecompleto nomecognome naam navn namn nom imieinazwisko "
    "nev 姓名 名前 氏名 имя фио όνομα ονομα",
    "given_name": "givenname firstname first forename vorname prenom nombredepila primernombre primeironome voornaam "
    "fornavn fornamn imie keresztnev 名",
    "family_name": "familyname lastname last surname nachname familienname nomdefamille apellido apellidos cognome "
    "sobrenome apelido achternaam efternavn etternavn efternamn nazwisko vezeteknev 姓",
    "phone": "phone phonenumber telephone telephonenumber tel phone1 phone1value mobile mobilephone mobilenumber mobileno cell "
    "cellphone homephone primaryphone mainphone businessphone otherphone defaultaddressphone phone2 phone2value phone3 "
    "phonemobile phoneiphone phonehome phonework phonemain "
    "phone3value homephone2 businessphone2 telefon telefonnummer telefonnr rufnummer handy handynummer mobil "
    "mobilnummer telefonprivat portable telephoneportable telephonefixe telephonemobile telefono telefonofijo movil "
    "telefonomovil celular cellulare telefone telemovel telefoon telefoonnummer mobiel gsm mobiltelefon puhelin 电话 "
    "電話 電話番号 телефон τηλεφωνο",
    "email": "email emailaddress mail emails primaryemail email1 email1value email2 email2value email2address emailhome emailwork "
    "email3value email3address emailadresse epost eposta epostadress courriel adressemail adresseemail correo "
    "correoelectronico correoe postaelettronica indirizzoemail mejl メール 电子邮件 почта",
    "street": "street address1 addressline1 streetaddress streetaddress1 address streetline1 homestreet "
    "address1street defaultaddressaddress1 physicaladdress1 postaladdress1 mailingaddress businessstreet otherstreet "
    "streethome strasse strassehausnummer strasseundhausnummer adresse adresse1 anschrift rue calle direccion direccion1 domicilio "
    "via indirizzo rua morada endereco straat straatnaam adres adress gatuadress gateadresse ulica 住所 地址 адрес",
    "address_2": "address2 addressline2 streetaddress2 streetline2 address1extendedaddress defaultaddressaddress2 "
    "physicaladdress2 homestreet2 businessstreet2 adresse2 adresszusatz zusatz complementadresse complementdadresse direccion2 "
    "complemento apartment apt unit",
    "postcode": "postcode postalcode zip zipcode zippostalcode postalcodezip homepostalcode address1postalcode "
    "defaultaddresszip physicalpostcode physicalzip ziphome postalcodehome businesspostalcode otherpostalcode plz postleitzahl codepostal cp "
    "codigopostal cap cep postnummer postnr kodpocztowy iranyitoszam 郵便番号 邮编 индекс",
    "town": "town city locality homecity address1city defaultaddresscity physicalcity cityhome businesscity othercity suburb "
    "ort stadt wohnort ville commune ciudad poblacion localidad municipio citta comune cidade localidade plaats "
    "woonplaats stad by poststed ortnamn miasto varos 城市 город πολη",
    "region": "region state county province stateprovince homestate address1region defaultaddressprovincecode "
    "defaultaddressprovince physicalstate statehome businessstate bundesland kanton departement provincia estado regione distrito "
    "provincie lan fylke wojewodztwo",
    "country": "country countrycode countryregion homecountryregion address1country defaultaddresscountrycode "
    "defaultaddresscountry physicalcountry countryhome businesscountryregion land pays pais paese kraj orszag 国 国家 страна χωρα",
    "birthday": "birthday birthdate dateofbirth dob born geburtstag geburtsdatum datedenaissance naissance "
    "datenaissance fechadenacimiento fechanacimiento nacimiento cumpleanos datadinascita datanascita compleanno "
    "datadenascimento datanascimento geboortedatum verjaardag fodselsdag fodselsdato fodelsedag fodelsedatum "
    "dataurodzenia 生日 誕生日 生年月日",
    "card": "card cardnumber cardno cardid loyaltycard loyaltycardnumber membershipcard membershipcardnumber barcode "
    "kartennummer kartennr kundenkarte kundenkartennummer karte numerocarte cartefidelite cartedefidelite tarjeta "
    "numerodetarjeta numerotarjeta tessera cartafedelta cartao kaartnummer klantenkaart kortnummer",
    "note": "note notes comment comments remark remarks memo customernote bemerkung bemerkungen notiz notizen "
    "anmerkung kommentar remarque remarques commentaire nota notas observaciones comentarios annotazioni observacoes "
    "opmerking opmerkingen anteckning uwagi 备注 備考",
    "joined": "joined joinedon joindate datejoined membersince customersince since signupdate registered "
    "registrationdate registeredon createdat creationdate created dateadded firstvisit beitritt beitrittsdatum mitgliedseit "
    "kundeseit angelegtam dateinscription datedinscription datecreation fechaalta fechadealta fecharegistro "
    "dataiscrizione datacadastro lidsinds klantsinds",
    # Only under our own names: what they hold must not be guessed (a consent above all).
    "letters": "letters",
    "say": "say",
    "greeting": "greeting",
    "warning": "warning",
    "likes": "likes",
    "dislikes": "dislikes",
    "size": "size",
    "usual": "usual",
    "matters": "matters",
    "fact": "fact",
}
# A bare number or id in a list of purchases is the purchase's own.
_OF_A_MEMBER = " ".join(
    word for word in _NUMBER.split() if word not in ("number", "no", "nr", "id", "externalid")
)
_PURCHASES = {
    "member": f"member customer client {_OF_A_MEMBER} card cardnumber kunde mitglied adherent cliente socio klant lid",
    "on": "on date day purchasedate saledate transactiondate orderdate invoicedate receiptdate dateofpurchase "
    "datesold datum kaufdatum belegdatum rechnungsdatum verkaufsdatum buchungsdatum jour dateachat datedachat datevente "
    "fecha fechadecompra fechaventa data dataacquisto datavendita datacompra aankoopdatum dato dag 日期 日付 дата "
    "ημερομηνια",
    "at": "at datetime dateandtime timestamp createdat soldat paidat closedat processedat purchasedat transactiontime "
    "zeitpunkt datumuhrzeit dateheure fechahora dataora datahora",
    "amount": "amount total totalamount amountpaid grandtotal ordertotal saletotal totalcollected grosssales gross nettotal "
    "netsales net subtotal sum value price spend spent betrag gesamtbetrag gesamt summe umsatz brutto bruttobetrag "
    "rechnungsbetrag montant montantttc totalttc prix importe importetotal precio importo totale prezzo valor valortotal "
    "preco bedrag totaal totaalbedrag belop belopp sumtotal kwota wartosc 金额 金額 合計 сумма ποσο",
    "what": "what description item items itemname product products productname article details lineitems lineitemname "
    "category artikel artikelname beschreibung bezeichnung ware produkt produit articles designation libelle producto "
    "productos articulo descripcion concepto prodotto articolo descrizione produto descricao omschrijving vara "
    "quantity qty units pieces menge anzahl stuck quantite cantidad quantita quantidade aantal antal 商品 数量",
    "receipt": "receipt receiptnumber receiptno receiptid receiptnr transactionid transactionnumber transaction "
    "orderid ordernumber orderno order invoicenumber invoiceno invoice saleid salenumber sale paymentid key billno beleg "
    "belegnr belegnummer bon bonnr bonnummer rechnung rechnungsnummer rechnungsnr kassenbon ticket numeroticket "
    "numerodeticket facture numerofacture factura recibo ricevuta scontrino numeroscontrino fatura kvitto kvittonummer "
    "paragon",
    # What the bill was paid with. Points earned are worked out, and a column of them must not be taken for these.
    "points": "points pointsused usedpoints pointsredeemed redeemedpoints eingelostepunkte",
    "by": "by servedby soldby staff staffname staffmember employee employeename cashier cashiername user username seller salesperson "
    "verkaufer verkauferin bediener bedienung mitarbeiter kassierer vendeur vendeuse caissier vendedor empleado "
    "dependiente venditore cassiere commesso verkoper medewerker saljare",
}


def _table(kinds: MappingOf[str, str]) -> dict[str, dict[str, int]]:
    return {
        ours: {heading_key(word): rank for rank, word in reversed(list(enumerate([ours, *words.split()])))}
        for ours, words in kinds.items()
    }


_KNOWN: dict[Kind, dict[str, dict[str, int]]] = {"members": _table(_MEMBERS), "purchases": _table(_PURCHASES)}
_SEVERAL = frozenset({"phone", "email"})  # a person may have more than one
_NUMBERED = frozenset(  # an export writes `likes_2`, `street_2` …
    "phone email street address_2 postcode town region country warning likes dislikes size usual matters fact".split()
)
_ASKED = frozenset({"number", "member", "amount", "on", "birthday"})  # a wrong guess would cost dear


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column each of ours is taken from: `columns["amount"]` is a place counted from 0.

    `left_out` are the places that nothing is taken from; `asks` what a person should settle first. An `Ask`'s
    `about` is our name, the value of its choices a heading's place, or '' for none of them.
    """

    columns: MappingOf[str, int]
    left_out: tuple[int, ...]
    asks: tuple[Ask, ...]


def our_columns(kind: Kind) -> tuple[str, ...]:
    """Our names of the columns, in the order in which they are explained."""
    return tuple(_KNOWN[kind])


def known_headings() -> frozenset[str]:
    """Every heading that is recognised, in the form of `heading_key`."""
    return frozenset(key for kind in _KNOWN.values() for ranks in kind.values() for key in ranks)


def guess_mapping(headers: Sequence[str], kind: Kind, chosen: MappingOf[str, str] | None = None) -> Mapping:
    """Which of our columns each heading is, as far as it is known.

    `chosen` says it for some: ours to theirs, as in `--map amount=Betrag`; theirs is a heading or, where two
    are the same, a place counted from 1 (`#2`); '' leaves ours out. Refuses with `column_unknown`.
    """
    fixed = {ours: _place(headers, kind, ours, theirs) for ours, theirs in (chosen or {}).items()}
    columns = {ours: place for ours, place in fixed.items() if place is not None}
    taken = set(columns.values())
    asks: list[Ask] = []
    keys = [heading_key(header) for header in headers]
    for ours, ranks in _KNOWN[kind].items():
        if ours in fixed:
            continue
        places = [place for place, key in enumerate(keys) if key in ranks and place not in taken]
        places.sort(key=lambda place, ranks=ranks: ranks[keys[place]])  # type: ignore[misc]
        if not places:
            continue
        columns[ours] = places[0]
        taken.add(places[0])
        if ours in _SEVERAL:
            for n, place in enumerate(places[1:], 2):
                columns[f"{ours}_{n}"] = place
                taken.add(place)
        elif _doubtful(ours, [keys[place] for place in places], ranks):
            asks.append(_which(ours, headers, places))
    if kind == "members":
        _settle_names(columns)
        _take_numbered(columns, keys, taken)
    asks += _missing(kind, columns, headers, fixed)
    left_out = tuple(place for place in range(len(headers)) if place not in set(columns.values()))
    return Mapping(MappingProxyType(columns), left_out, tuple(asks))


def _take_numbered(columns: dict[str, int], keys: Sequence[str], taken: set[int]) -> None:
    """Our own `likes_2` and the like, as an export writes them."""
    for ours in _NUMBERED & set(columns):
        number = 2
        while (key := heading_key(f"{ours}_{number}")) in keys:
            place = keys.index(key)
            if place not in taken:
                columns.setdefault(f"{ours}_{number}", place)
                taken.add(place)
            number += 1


def _doubtful(ours: str, keys: Sequence[str], ranks: MappingOf[str, int]) -> bool:
    if len(keys) < 2:
        return False
    if keys[0] == keys[1]:
        return True  # the same heading twice
    return ours in _ASKED and ranks[keys[0]] > 0


def _settle_names(columns: dict[str, int]) -> None:
    """`Nombre` beside `Apellidos` is the given name; `Nom` beside `Prénom` the family's."""
    if "name" in columns and ("given_name" in columns) != ("family_name" in columns):
        other = "given_name" if "family_name" in columns else "family_name"
        columns[other] = columns.pop("name")


def _missing(
    kind: Kind, columns: MappingOf[str, int], headers: Sequence[str], fixed: MappingOf[str, object]
) -> list[Ask]:
    everywhere = range(len(headers))
    if kind == "members":
        known = {"name", "given_name", "family_name", "number"} & set(columns)
        return [] if known else [_which("name", headers, everywhere)]
    asks = [] if "amount" in columns else [_which("amount", headers, everywhere)]
    if "on" not in columns and "at" not in columns:
        asks.append(_which("on", headers, everywhere))
    if "member" not in columns and "member" not in fixed:
        asks.append(_which("member", headers, everywhere, or_none=say("No column: sales to nobody known")))
    return asks


def _which(ours: str, headers: Sequence[str], places: Sequence[int], or_none: str = "") -> Ask:
    choices = [
        Choice(f"#{place + 1}", headers[place].strip() or say("Column {n}").format(n=place + 1))
        for place in places
    ]
    if or_none:
        choices.append(Choice("", or_none))
    return Ask("column_unclear", ours, say("Which column holds “{ours}”?").format(ours=ours), tuple(choices))


def _place(headers: Sequence[str], kind: Kind, ours: str, theirs: str) -> int | None:
    head, _, number = ours.rpartition("_")
    base = head if number.isdecimal() and head in _SEVERAL | _NUMBERED and ours not in _KNOWN[kind] else ours
    if base not in _KNOWN[kind]:
        raise Declined(
            "column_unknown",
            say("There is no column “{ours}” here. There are: {names}.").format(
                ours=ours[:40], names=", ".join(_KNOWN[kind])
            ),
            "map",
        )
    if not theirs:
        return None
    if (
        theirs[:1] == "#"
        and theirs[1:].isdecimal()
        and len(theirs) < 6
        and 1 <= int(theirs[1:]) <= len(headers)
    ):
        return int(theirs[1:]) - 1
    for same in (
        lambda header: header.strip() == theirs.strip(),
        lambda header: heading_key(header) == heading_key(theirs),
    ):
        places = [place for place, header in enumerate(headers) if same(header)]
        if len(places) == 1:
            return places[0]
    raise Declined(
        "column_unknown",
        say("The file has no column “{theirs}”, or several. It has: {names}.").format(
            theirs=theirs[:40], names=", ".join(header.strip()[:40] for header in headers[:30])
        ),
        "map",
    )
