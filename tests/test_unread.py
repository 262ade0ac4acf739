"""What is left unread is read when it is asked, and is then the module itself."""

import subprocess
import sys

LEFT = """
import sys
from shopkeeper import unread
unread.leave("inspect", "traceback", "json")
left = sys.modules["inspect"]
assert not {"ast", "dis", "tokenize"} & set(sys.modules)
with unread.answering("inspect", getsource=lambda module: "nothing"):
    assert left.getsource(sys) == "nothing"
assert sys.modules["inspect"] is left and "dis" not in sys.modules
"""
ASKED = """
import inspect
assert inspect is left
source = inspect.getsource(unread)
assert source.startswith('\\"\\"\\"Leaves modules unread')
import inspect as read
assert read is not left and read is sys.modules["inspect"] and left.Parameter is read.Parameter
left.noted = 1
assert read.noted == 1
with unread.answering("inspect", getsource=None):
    assert read.getsource(unread) == source
from traceback import format_exc
try:
    left.nothing
except AttributeError:
    assert "AttributeError: module 'inspect' has no attribute 'nothing'" in format_exc()
"""
BY_MANY = """
from threading import Barrier, Thread
together, found = Barrier(8), []
def ask():
    together.wait()
    found.append(left.Parameter)
threads = [Thread(target=ask) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
assert len(found) == 8 and len(set(found)) == 1
"""
STARTED = """
import sys
from shopkeeper import app
assert not {"ast", "dis", "tokenize"} & set(sys.modules)
import traceback
try:
    raise ValueError
except ValueError:
    assert traceback.format_exc().endswith("ValueError\\n")
"""


def _run(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_it_stands_there_and_is_read_when_asked() -> None:
    _run(LEFT + ASKED)


def test_many_threads_that_ask_at_once_find_one_module() -> None:
    _run(LEFT + BY_MANY)


def test_the_program_starts_without_what_explains_faults() -> None:
    _run(STARTED)
