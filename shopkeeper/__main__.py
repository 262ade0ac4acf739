"""`python -m shopkeeper`: the same as the command `shopkeeper`."""

import sys

if sys.argv[1:2] == ["--read-workbook"]:  # the packed program starts itself to read one
    from shopkeeper.service.workbook_child import main as read_workbook

    raise SystemExit(read_workbook())

from shopkeeper.cli import main

raise SystemExit(main())
