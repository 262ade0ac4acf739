#!/usr/bin/env python3
"""Run, test and build shopkeeper from a checkout; makes the environment it needs by itself (standard library only)."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  the one line an older Python shall reach
    sys.exit(
        f"shopkeeper needs Python 3.11 or later and this is {sys.version_info[0]}.{sys.version_info[1]}: install a "
        "later one (on Debian 12 or later: sudo apt-get install python3) and start dev.py with that."
    )

import argparse
import ctypes
import hashlib
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
UNFINISHED = VENV / ".unfinished"  # there while packages are put in: left behind only where that was killed
LOCKS = {"": "requirements.lock", "dev": "requirements-dev.lock", "build": "requirements-build.lock"}

# --- talking ---------------------------------------------------------------------------------------


def say(text: str) -> None:
    print(text, flush=True)


def stop(text: str, code: int = 1) -> SystemExit:
    print(text, file=sys.stderr, flush=True)
    return SystemExit(code)


def call(command: Sequence[object], **more: str) -> int:
    """Runs in the checkout, with `more` in the environment; answers the exit code."""
    environment = {**os.environ, **more}
    with subprocess.Popen([str(part) for part in command], cwd=ROOT, env=environment) as running:
        while True:
            try:
                return running.wait()
            except KeyboardInterrupt:
                continue  # the program got it too, and ends in its own way


# --- the system ------------------------------------------------------------------------------------

# What each library is called in Debian, for those that Qt asks for. A name that ends in `*` got
# `t64` behind it in Debian 13 and Ubuntu 24.04, when 32-bit clocks were widened.
DEBIAN_PACKAGE = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libICE.so.6": "libice6",
    "libSM.so.6": "libsm6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libcups.so.2": "libcups2*",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0*",
    "libgthread-2.0.so.0": "libglib2.0-0*",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


def os_release() -> dict[str, str]:
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return {key: value.strip("\"'") for key, _, value in (line.partition("=") for line in lines) if value}


def is_debian_like() -> bool:
    release = os_release()
    family = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    return bool(family & {"debian", "ubuntu"}) and shutil.which("apt-get") is not None


def debian_name(name: str) -> str:
    """The package's name in this release: `libcups2*` is libcups2t64 from Debian 13 and Ubuntu 24.04 on."""
    if not name.endswith("*"):
        return name
    release = os_release()
    since = 24.04 if "ubuntu" in (release.get("ID"), release.get("ID_LIKE")) else 13.0
    try:
        version = float(release["VERSION_ID"])
    except (KeyError, ValueError):
        version = since  # testing and unstable have no number, and are newer
    return name[:-1] + ("t64" if version >= since else "")


def install_for_debian(packages: Iterable[str], lacking: str) -> bool:
    """As root on Debian installs what lacks, after one line on it; else says the line that does, and answers False."""
    names = sorted({debian_name(name) for name in packages})
    line = "apt-get install -y --no-install-recommends " + " ".join(names)
    if os.geteuid() != 0:
        say(f"{lacking} Install with:\n  sudo {line}")
        return False
    say(f"{lacking} Installing: {line}")
    for command in ("apt-get update", line):
        answer = subprocess.run(
            shlex.split(command),
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        if answer.returncode:
            say(f"{answer.stdout}\n{command}: that did not work; the reason stands above.")
            return False
    return True


def missing_libraries(displays: Iterable[str]) -> list[str]:
    """The system's libraries that Qt lacks here to draw and print, and to open a window on these displays."""
    qt = next(VENV.glob("lib/python3*/site-packages/PySide6"), None)
    if sys.platform != "linux" or qt is None or shutil.which("ldd") is None:
        return []
    modules = ("Core", "Gui", "Widgets", "PrintSupport", "Svg", "Network", "Test", "DBus")
    plugins = [
        "platforms/libqoffscreen.so",
        "iconengines/*.so",
        "imageformats/libqsvg.so",
        "printsupport/*.so",
    ]
    plugins += [f"platforms/libq{display}*.so" for display in displays]
    asked = [*(qt / f"Qt{name}.abi3.so" for name in modules)]
    asked += [found for pattern in plugins for found in (qt / "Qt/plugins").glob(pattern)]
    answer = subprocess.run(["ldd", *map(str, asked)], capture_output=True, text=True, check=False)
    missing = re.findall(r"^\s*(\S+) => not found", answer.stdout, re.MULTILINE)
    return sorted({name for name in missing if not name.startswith(("libQt6", "libpyside", "libshiboken"))})


def has_font() -> bool:
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(
        file.suffix in {".ttf", ".otf", ".ttc", ".pfb"} for folder in folders for file in folder.rglob("*")
    )


def prepare_qt(*displays: str) -> None:
    """Sees to it that Qt can start: a missing library would make it abort without a word that helps."""
    if sys.platform != "linux":
        return
    missing = missing_libraries(displays)
    packages = {DEBIAN_PACKAGE[name] for name in missing if name in DEBIAN_PACKAGE}
    lacking = ", ".join(missing)
    if not has_font():
        packages.add("fonts-dejavu-core")
        lacking = f"{lacking} and a font" if lacking else "a font"
    if not lacking:
        return
    text = f"Qt needs {lacking}, which this system lacks."
    if is_debian_like() and packages:
        if not install_for_debian(packages, text):
            raise SystemExit(1)
        missing = missing_libraries(displays)
        if not missing:
            return
        text = f"Qt still lacks {', '.join(missing)}."
    raise stop(f"{text} Install what holds them with the system's own package manager, then start again.")


def prepare_build() -> None:
    """What PyInstaller takes from the system: objdump, and on Debian Python as a library."""
    if sys.platform != "linux":
        return
    question = "import sysconfig; print(sysconfig.get_config_var('INSTSONAME') or '')"
    asked = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=True)
    library = asked.stdout.strip()
    missing = {} if shutil.which("objdump") else {"objdump": "binutils"}
    if ".so" in library:
        try:
            ctypes.CDLL(library)
        except OSError:
            missing[library] = library.partition(".so")[0]
    if not missing:
        return
    text = f"PyInstaller needs {' and '.join(missing)}, which this system lacks."
    if not is_debian_like():
        raise stop(f"{text} Install them with the system's own package manager, then start again.")
    if not install_for_debian(missing.values(), text):
        raise SystemExit(1)


def display_here() -> str:
    """Which kind of display a window would open on: `wayland`, `xcb`, or empty where there is none."""
    if sys.platform != "linux":
        return "native"
    if os.environ.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "xcb" if os.environ.get("DISPLAY") else ""


def display_opens(display: str, platform: str) -> bool:
    """Whether Qt can open a window there; asked in a process of its own, because it aborts where it cannot."""
    if display in {"native", "offscreen"}:
        return True
    question = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    environment = {**os.environ, **({"QT_QPA_PLATFORM": platform} if platform else {})}
    answer = subprocess.run([PYTHON, "-c", question], env=environment, capture_output=True, check=False)
    return answer.returncode == 0


# --- the environment -------------------------------------------------------------------------------


@contextmanager
def alone() -> Iterator[None]:
    """Two dev.py at once would install over each other: the second waits."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with open(ROOT / "dev.py", "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def venv_works() -> bool:
    """Whether .venv is whole, and its Python starts, is recent enough and still finds its own packages."""
    if not (VENV / "pyvenv.cfg").is_file() or not PYTHON.exists() or UNFINISHED.exists():
        return False
    question = "import sys, pip; raise SystemExit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-I", "-c", question], capture_output=True, check=False).returncode == 0


def with_uv(*words: object) -> bool:
    """Whether uv is here and did it. It knows nothing of a mirror that is set up for pip: pip has the last word."""
    uv = shutil.which("uv")
    if uv is None:
        return False
    environment = {"UV_SYSTEM_CERTS": "1", **os.environ}
    command = [uv, "-q", *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    """A new .venv with pip in it; on a Debian without ensurepip installs what holds it, or names it."""
    if VENV.exists() or VENV.is_symlink():
        say("The environment .venv no longer works; it is made anew.")
        VENV.unlink() if VENV.is_symlink() else shutil.rmtree(VENV)
    say(f"Making the environment .venv with Python {sys.version.split()[0]}.")
    if with_uv("venv", "--seed", "--python", sys.executable, VENV):
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        text = "Python's own venv and ensurepip are not installed here."
        if not is_debian_like():
            raise stop(f"{text} Install them with the system's own package manager, then start again.")
        if Path(sys.executable).resolve().parent != Path("/usr/bin"):
            raise stop(
                f"{text} {sys.executable} is not the system's own Python: start dev.py with /usr/bin/python3."
            )
        if not install_for_debian([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"], text):
            raise SystemExit(1)
    if call([sys.executable, "-m", "venv", VENV]):
        raise stop("The environment could not be made; what Python says above is the reason.")


def install(lock: Path) -> None:
    """Brings .venv to what the lock says, every file checked by its hash; with uv where there is one, else pip."""
    count = len(re.findall(r"^[\w.-]+==", lock.read_text(encoding="utf-8"), re.MULTILINE))
    say(f"Bringing .venv to {lock.name}: {count} packages, fetched where they are not yet here.")
    UNFINISHED.touch()
    code = 0
    if not with_uv("pip", "install", "--python", PYTHON, "--require-hashes", "-r", lock):
        quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_ROOT_USER_ACTION": "ignore"}
        command = [PYTHON, "-m", "pip", "install", "-q", "--progress-bar", "off"]
        code = call([*command, "--require-hashes", "-r", lock], **quiet)
    if code >= 0:
        UNFINISHED.unlink()
    if code:
        raise stop(
            "The packages could not all be installed; what pip says above is the reason. Start again to go on."
        )


def prepare(group: str = "dev") -> None:
    """Makes .venv if it is missing, and brings it to the lock if that changed since; a moment where all is well."""
    lock = ROOT / LOCKS[group]
    stamp = VENV / f".{lock.name}.sha256"
    with alone():
        wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
        works = venv_works()
        if works and stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
            return
        started = time.monotonic()
        if not works:
            make_venv()
        install(lock)
        # The stamp comes last and at once: a set-up that was cut short is taken up again.
        part = stamp.with_suffix(".part")
        part.write_text(wanted, encoding="ascii")
        part.replace(stamp)
        say(f"Ready after {time.monotonic() - started:.0f} s.")


# --- the verbs -------------------------------------------------------------------------------------

CHECKS: dict[str, list[str]] = {
    "ruff check": ["-m", "ruff", "check", "-q"],
    "ruff format": ["-m", "ruff", "format", "-q", "--check"],
    "mypy --strict": ["-m", "mypy", "--no-error-summary"],
    "import-linter": [
        "-c",
        "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_logo=True))",
    ],
}


def run(arguments: list[str]) -> int:
    """`run [--platform P] [what shopkeeper takes]`: without a command the window opens."""
    parser = argparse.ArgumentParser(prog="dev.py run", add_help=False, allow_abbrev=False)
    parser.add_argument("--platform", default=os.environ.get("QT_QPA_PLATFORM", ""))
    parser.add_argument("--shop")
    known, rest = parser.parse_known_args(arguments)
    answers_only = {"--help", "-h", "--version"}
    window = all(word.startswith("-") and word not in answers_only for word in rest)
    rest = ["--shop", known.shop, *rest] if known.shop else rest
    prepare()
    display = known.platform.partition(":")[0] or display_here()
    if display or not window:
        prepare_qt(*[display] if display else [])
    if window and not (display and display_opens(display, known.platform)):
        raise stop(
            f"There is no display here{' that can be opened' if display else ''}: start it unseen with "
            "`python3 dev.py run --platform offscreen`, or look at it with `python3 dev.py pictures`.",
            2,
        )
    more = {"QT_QPA_PLATFORM": known.platform} if known.platform else {}
    return call([PYTHON, "-m", "shopkeeper", *rest], **more)


def run_checks() -> list[tuple[str, bool, str]]:
    """Runs the four checkers and shows what they object to; answers name, whether fine, and the time taken."""
    lines = []
    for name, command in CHECKS.items():
        started = time.monotonic()
        answer = subprocess.run(
            [PYTHON, *command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        fine = answer.returncode == 0
        if not fine:
            say(f"--- {name}")
            sys.stdout.buffer.write(answer.stdout)
            sys.stdout.flush()
        took = f"{time.monotonic() - started:.1f} s"
        lines.append((name, fine, f"{'fine' if fine else 'objects, see above'}, {took}"))
    return lines


def run_pytest(arguments: list[str]) -> tuple[str, bool, str]:
    """Runs pytest, shown as it goes; answers its closing line."""
    command = [str(PYTHON), "-m", "pytest", *arguments]
    if not any(argument.startswith(("-n", "--numprocesses", "--pdb")) for argument in arguments):
        command += ["-n", "2"]
    if sys.stdout.isatty():
        command.append("--color=yes")
    closing = "did not start"
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    with running:
        for line in running.stdout or ():
            sys.stdout.buffer.write(line)
            sys.stdout.flush()
            plain = re.sub(rb"\x1b\[[0-9;]*m", b"", line).strip(b"=\r\n ")
            if re.search(rb" in \d+\.\d+s", plain):
                closing = plain.decode(errors="replace")
    return "pytest", running.returncode == 0, closing


def report(lines: list[tuple[str, bool, str]]) -> int:
    say("")
    for name, fine, words in lines:
        say(f"{'ok ' if fine else 'NO '} {name:<14} {words}")
    return 0 if all(fine for _, fine, _ in lines) else 1


def test(arguments: list[str]) -> int:
    """`test [--slow] [what pytest takes]`: pytest, ruff, mypy and the contracts; --slow also the long proofs."""
    prepare()
    prepare_qt()
    return report([*run_checks(), run_pytest(arguments)])


def check(arguments: list[str]) -> int:
    """`check`: ruff, mypy and the contracts between the rooms, without the tests."""
    argparse.ArgumentParser(prog="dev.py check", description=check.__doc__).parse_args(arguments)
    prepare()
    return report(run_checks())


def bench(arguments: list[str]) -> int:
    """`bench [--full]`: measures; asserts no time."""
    prepare()
    prepare_qt()
    return call([PYTHON, "bench/run.py", *arguments], PYTHONPATH=str(ROOT), QT_QPA_PLATFORM="offscreen")


def pictures(arguments: list[str]) -> int:
    """`pictures`: draws every place, a day and a week by keyboard, into docs/pictures, without a display."""
    prepare()
    prepare_qt()
    code = call([PYTHON, "-m", "shopkeeper.pictures", *arguments], QT_QPA_PLATFORM="offscreen")
    if code or arguments:
        return code
    journeys = ("tests/journeys/test_a_day_by_keyboard.py", "tests/journeys/test_a_week_remembered.py")
    walked = [PYTHON, "-m", "pytest", "-q", *journeys]
    return call(walked, QT_QPA_PLATFORM="offscreen", SHOPKEEPER_PICTURES=str(ROOT / "docs" / "pictures"))


def sentences(arguments: list[str]) -> int:
    """`sentences`: collects what the program says into resources/translations, for translators, and compiles what they wrote."""
    prepare()
    return call([PYTHON, "-m", "shopkeeper.sentences", *arguments])


def build(arguments: list[str]) -> int:
    """`build`: the program with all it needs in one folder, dist/shopkeeper."""
    prepare()
    prepare("build")
    prepare_qt("wayland", "xcb")
    prepare_build()
    return call(
        [PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *arguments, "build.spec"]
    )


def lock(arguments: list[str]) -> int:
    """`lock [--upgrade]`: writes the lock files anew from pyproject.toml, with hashes and for all systems; needs uv."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(PYTHON.parent))
    if uv is None:
        raise stop("To write the lock files uv is needed, and it is neither on the PATH nor in .venv.")
    common = [uv, "pip", "compile", "pyproject.toml", "-q", "--universal", "--python-version", "3.11"]
    common += ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-annotate"]
    common += ["--custom-compile-command", "python3 dev.py lock", *arguments]
    # All locks agree on what they share: the later ones follow those before them.
    agreed: list[str] = []
    for group, name in LOCKS.items():
        code = call([*common, *(["--group", group] if group else []), *agreed, "-o", name])
        if code:
            return code
        agreed += ["-c", name]
    return call([*common, "--extra", "receipts", *agreed, "-o", "requirements-receipts.lock"])


VERBS = {verb.__name__: verb for verb in (run, test, check, bench, pictures, sentences, build, lock)}


def main() -> int:
    verb, arguments = (sys.argv[1] if sys.argv[1:] else "--help"), sys.argv[2:]
    if verb in VERBS:
        return VERBS[verb](arguments)
    print(__doc__, "\n\npython3 dev.py VERB\n", sep="")
    for each in VERBS.values():
        print("  " + (each.__doc__ or ""))
    return 0 if verb in {"-h", "--help"} else 2


if __name__ == "__main__":
    raise SystemExit(main())
