"""What the program says can be said in another language, and where it was translated nothing of it was lost."""

import gettext
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from shopkeeper import assets, language, sentences

CATALOGUES = sorted(assets.path("translations").glob("*.po"))


def fields(sentence: str) -> set[str]:
    """What a sentence is filled with."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence.replace("%n", "{%n}")) if name}


def test_a_sentence_is_found_wherever_it_is_said(tmp_path: Path) -> None:
    package = tmp_path / "shop"
    package.mkdir()
    (package / "a.py").write_text(
        "_KINDS: dict[str, str] = {'key': 'A kind'}\n"
        "self.tr('Said by a window')\n"
        "self.tr('%n waiting', '', 3)\n"
        "counted(n, '{n} visit', '{n} visits')\n"
        "text('Yes' if good else 'No')\n"
        "text(_KINDS[kind])\n"
        "raise Declined('code', 'It cannot be.', 'about')\n"
        "print('not said')\n"
    )
    assert set(sentences.spoken(package)) == {
        "A kind", "Said by a window", ("%n waiting", "%n waiting"), ("{n} visit", "{n} visits"), "Yes", "No", "It cannot be.",
    }  # fmt: skip


def test_what_was_translated_stays_and_what_is_said_no_more_goes(tmp_path: Path) -> None:
    file = tmp_path / "de.po"
    first = sentences.bring_up_to_date(file, sentences.template({"Yes": ["a.py"], "No": ["a.py"]}), "de")
    assert [message.id for message in sentences.missing(first)] == ["Yes", "No"]
    file.write_text(
        file.read_text(encoding="utf-8").replace('"Yes"\nmsgstr ""', '"Yes"\nmsgstr "Ja"'), encoding="utf-8"
    )
    wanted = sentences.template({"Yes": ["b.py"], ("{n} day", "{n} days"): ["b.py"]})
    then = sentences.bring_up_to_date(file, wanted, "de")
    assert [message.id for message in sentences.missing(then)] == [("{n} day", "{n} days")]
    with file.with_suffix(".mo").open("rb") as compiled:
        said = gettext.GNUTranslations(compiled)
    assert (said.gettext("Yes"), said.gettext("No")) == ("Ja", "No")


def test_a_language_is_found_by_its_kind_and_english_needs_no_catalogue() -> None:
    assert language.catalogue("en") is None
    assert language.catalogue("") is None
    assert language.catalogue("../de") is None


@pytest.mark.parametrize("file", CATALOGUES, ids=[file.stem for file in CATALOGUES])
def test_a_translation_asks_for_what_the_sentence_asks_for(file: Path) -> None:
    with file.open(encoding="utf-8") as lines:
        catalogue = read_po(lines, locale=file.stem)
    wrong = []
    for message in catalogue:
        ways = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        wanted = fields(ways[-1])
        for said in sentences.translated(message) if message.id else ():
            # A sentence for one may leave the number out.
            if said and not (fields(said) == wanted or (len(ways) > 1 and fields(said) == fields(ways[0]))):
                wrong.append((ways[0], said))
    assert not wrong


@pytest.mark.parametrize("file", CATALOGUES, ids=[file.stem for file in CATALOGUES])
def test_the_compiled_catalogue_says_what_was_written(file: Path) -> None:
    with file.open(encoding="utf-8") as lines:
        catalogue = read_po(lines, locale=file.stem)
    said = language.catalogue(file.stem)
    assert said is not None
    for message in catalogue:
        written = sentences.translated(message)
        if message.id and all(written):
            if isinstance(message.id, str):
                assert said.gettext(message.id) == written[0]
            else:
                one, many = message.id[0], message.id[1]
                assert (said.ngettext(one, many, 1), said.ngettext(one, many, 2)) == written[:2]


@pytest.mark.parametrize("file", CATALOGUES, ids=[file.stem for file in CATALOGUES])
def test_every_sentence_of_the_program_is_translated(file: Path) -> None:
    with file.open(encoding="utf-8") as lines:
        catalogue = read_po(lines, locale=file.stem)
    written = {message.id: sentences.translated(message) for message in catalogue if message.id}
    # What is said of one thing alone and of many as well is there once.
    written |= {said[0]: told for said, told in written.items() if isinstance(said, tuple)}
    missing = [said for said in sentences.spoken() if not all(written.get(said, ("",)))]
    assert not missing, f"run python3 dev.py sentences and fill in {file.name}: {missing[:5]}"
