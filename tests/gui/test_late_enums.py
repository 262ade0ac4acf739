"""Qt's enumerations are made when they are asked for, and are then what PySide6 would have made at once."""

import subprocess
import sys

EACH = """
import enum, sys
BRING_IN
import PySide6.QtCore, PySide6.QtGui, PySide6.QtWidgets, PySide6.QtSvg, PySide6.QtPrintSupport, PySide6.QtNetwork

def walk(owner):
    for name, held in sorted(vars(owner).items()):
        if isinstance(held, type) and held not in seen:
            seen.add(held)
            if isinstance(held, enum.EnumMeta):
                show(held)
            elif held.__module__.startswith("PySide6"):
                walk(held)

def show(kind):
    members = list(kind)
    print(kind.__module__, kind.__qualname__, kind, type(kind), kind.__mro__[1:], kind.__doc__, len(kind), members, dict(kind.__members__))
    print(sorted(kind._value2member_map_.items(), key=str), kind._member_names_, sorted(vars(kind)), dir(kind))
    for name, member in kind.__members__.items():
        assert type(member) is member.__class__ is member.__objclass__ is kind
        assert kind[name] is getattr(kind, name) is kind(member.value) is member and member in kind
    for member in members[:2]:
        print(repr(member), str(member), format(member), member.name, member.value, member.__reduce_ex__(2), sorted(vars(member)))
    if issubclass(kind, enum.Flag) and members:
        print([repr(each) for first in members[:2] for each in (~first, first | members[-1], first & members[-1])], repr(kind(0)), kind._boundary_)
    elif members:
        print(repr(kind(987654321)), kind(987654321) is kind(987654321))

seen = set()
for module in [held for name, held in sorted(sys.modules.items()) if name.startswith("PySide6.Qt")]:
    for name in dir(module):
        getattr(module, name)
    walk(module)
"""
UNASKED = """
import enum, sys
from shopkeeper.gui import late_enums, quick_qt
quick_qt.bring_in()
assert sys.modules["enum"] is enum
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication(["late"])
label = QLabel("a name")
label.show()
app.processEvents()
unmade = {kind.__qualname__ for kind in late_enums._unmade}
assert {"Qt.Key", "Qt.AlignmentFlag", "QLocale.Country"} <= unmade, unmade
label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
assert label.alignment() == Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
made = unmade - {kind.__qualname__ for kind in late_enums._unmade}
assert made == {"Qt.AlignmentFlag"}, made
"""
BY_MANY = """
from threading import Barrier, Thread
from shopkeeper.gui import quick_qt
quick_qt.bring_in()
from PySide6.QtCore import Qt
together, found = Barrier(8), []
def ask():
    together.wait()
    found.append((Qt.Key.Key_A, Qt.Key(0x41), list(Qt.Key)[-1], len(Qt.Key)))
threads = [Thread(target=ask) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
assert len(found) == 8 and all(one[0] is one[1] is found[0][0] and one[2] is found[0][2] and one[3] > 400 for one in found)
"""


def _run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout


def test_each_of_them_is_what_it_would_have_been() -> None:
    late = _run(EACH.replace("BRING_IN", "from shopkeeper.gui import quick_qt; quick_qt.bring_in()"))
    at_once = _run(EACH.replace("BRING_IN", ""))
    assert late.count("\n") > 2000
    assert late.splitlines() == at_once.splitlines()


def test_only_what_is_asked_for_is_made() -> None:
    _run(UNASKED)


def test_many_threads_that_ask_at_once_are_given_the_same() -> None:
    _run(BY_MANY)
