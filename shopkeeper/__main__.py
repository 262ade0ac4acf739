"""`python -m shopkeeper`: the same as the command `shopkeeper`."""

from shopkeeper.cli import main

raise SystemExit(main())
