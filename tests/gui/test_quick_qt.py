"""What is left unread at the start is there when something is called wrongly."""

import json
import subprocess
import sys

ASKED = """
import json, sys
BRING_IN
import PySide6.QtCore
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
said = []
for wrong in (lambda: QPoint("a", "b"), lambda: QColor.fromRgb(*range(9)), lambda: QPoint(1, 2).nothing, lambda: QPoint(z=1)):
    try:
        wrong()
    except (TypeError, AttributeError, ValueError) as error:
        said.append(f"{type(error).__name__}: {error}")
from PySide6.support.signature import get_signature
from PySide6.support.signature.parser import EnumSelect
said += [str(get_signature(QPoint.setX)), str(EnumSelect.SELECTION), repr(Qt.Key.Key_A), repr(Qt.AlignmentFlag.AlignLeft), QPoint.setX.__doc__]
print(json.dumps(said))
"""
WITH = "from shopkeeper.gui import quick_qt; quick_qt.bring_in()"
UNREAD = """
import builtins
before = builtins.__import__, builtins.compile
from shopkeeper.gui import quick_qt
quick_qt.bring_in()
assert before == (builtins.__import__, builtins.compile)
from PySide6.QtWidgets import QApplication, QLineEdit
app = QApplication(["unread"])
QLineEdit().setText("a name")
import sys
unread = [name for name, module in sys.modules.items() if name.startswith("shibokensupport") and vars(module).get("_unread")]
assert len(unread) == 7, unread
assert "argparse" not in sys.modules
"""


def _said(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


def test_a_wrong_call_is_explained_in_the_same_words() -> None:
    assert _said(ASKED.replace("BRING_IN", WITH)) == _said(ASKED.replace("BRING_IN", ""))


def test_nothing_of_it_is_read_while_all_calls_are_right() -> None:
    done = subprocess.run([sys.executable, "-c", UNREAD], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
