"""Lists brought in and written out."""

from shopkeeper.pictures.stage import Stage, rest, shot

_LIST = """Customer ID;Name;Phone;E-mail;Street;Postcode;Town;Birthday;Customer since
00412;Ada Quillfeather;020 7946 0412;ada@example.com;3 Wharf Street;YO1 7HB;York;14.05.1971;02.03.2019
00413;Bo Lindqvist;;bo.lindqvist@example.com;;;Leeds;;28.11.2020
00414;Ελένη Παπαδοπούλου;020 7946 0414;;9 Mill Lane;YO8 4QP;Selby;31.02.1980;11.01.2022
00415;王小明;;;;;;05.06.;19.07.2023
"""


@shot("bring-in")
def _bring_in(stage: Stage) -> None:
    file = stage.desk.path.parent / "members.csv"
    file.write_text(_LIST, encoding="utf-8")
    stage.go("counter")
    stage.program.bring(file)
    rest(900)


@shot("write-out")
def _write_out(stage: Stage) -> None:
    stage.program.lists.write_out_sheet.begin()
    rest(200)
