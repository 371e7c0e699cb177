"""Does what a page says, block by block, and compares what comes with what the page shows.

Without arguments, all of docs/guide.md in an empty folder. Of other pages, such as docs/kinds/*.md, only the commands whose
output is shown, in the repository.

Fenced blocks are marked by the words behind the fence:
  LANGUAGE FILE   is written to that file
  bash            is run; with `setup`, it also stands before all later ones; with `silo`, it runs until the end
  text, json      right behind a command is what that puts out

Numbers with a point are compared in form, spaces and rules of tables not at all; an ellipsis stands for anything. Where the
package `safetensors` is missing, one that writes the same file through rnn_package.py stands in.
"""

import argparse
import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "guide.md"
FENCE = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NUMBER = re.compile(r"-?\d+\.\d+")
ANY_NUMBER = r"-?\d+(?:\.\d+)?(?:E-?\d+)?"
ANSWER = re.compile(r'\{"session":"([^"]+)","sequence":(\d+)')
RNN = 'rnn() { dotnet "$RNN_CLUSTER/src/Cli/bin/Release/net10.0/rnn.dll" "$@" ${RNN_MODELS:+--models "$RNN_MODELS"}; }\n'
STAND_IN = """import sys
sys.path.append({training!r})
from rnn_package import write_safetensors


def save_file(tensors, filename, metadata=None):
    write_safetensors(filename, tensors, metadata)
"""


class Difference(Exception):
    """The page shows something else than what comes."""


def blocks(page):
    """The fenced blocks: language, word behind it, text, line of the fence, and whether it stands right behind the one before."""
    end = 0
    for match in FENCE.finditer(page):
        yield (*match.groups(), page.count("\n", 0, match.start()) + 1, not page[end : match.start()].strip())
        end = match.end()


def plain(text):
    """Lines without colours, trailing blanks and the widths of tables; answers of several sessions in one order."""
    lines = [re.sub(r" +", " ", line).strip() for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()]
    lines = [re.sub("─+", "─", line) for line in lines if line]
    if lines and all(ANSWER.match(line) for line in lines):
        lines.sort(key=lambda line: (ANSWER.match(line)[1], int(ANSWER.match(line)[2])))
    return "\n".join(lines)


def pattern(shown):
    """A regular expression of what may come where `shown` is expected."""
    parts = []
    for part in re.split("(…)", plain(shown)):
        if part == "…":
            parts.append("(?:.|\n)*?")
        else:
            numbers = NUMBER.split(part)
            parts.append(ANY_NUMBER.join(re.escape(text) for text in numbers))
    return "".join(parts) + r"\s*"


def compare(shown, found, where):
    """Raises a Difference unless `found` is what the page shows."""
    if not re.fullmatch(pattern(shown), plain(found)):
        raise Difference(f"{where} shows\n{shown}\nbut this comes\n{found}")


def is_fault(shown):
    """Whether the page shows a command that fails."""
    return shown is not None and ("rnn: " in shown or '"error":' in shown)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Reader:
    """Someone who does what the page says."""

    def __init__(self, folder, limit_seconds, place=None, setup=""):
        self.folder = place or folder / "guide"
        self.folder.mkdir(exist_ok=True)
        self.limit_seconds = limit_seconds
        self.setup = setup
        self.silos = []
        # Other silos may run on this machine: the page's ports are replaced by free ones.
        self.ports = {"11111": str(free_port()), "30000": str(free_port())}
        self.environment = os.environ | {
            "RNN_CLUSTER": str(ROOT),
            "PATH": f"{self.tools(folder)}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": self.stand_in(folder),
            "DOTNET_NOLOGO": "1",
            "MSBUILDDISABLENODEREUSE": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "HISTFILE": "",
        }

    @staticmethod
    def tools(folder):
        """A folder where python3 is the Python that runs this script."""
        tools = folder / "tools"
        tools.mkdir()
        python = tools / "python3"
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o755)
        return tools

    @staticmethod
    def stand_in(folder):
        """A path to the package safetensors, if it is not installed."""
        if importlib.util.find_spec("safetensors"):
            return os.environ.get("PYTHONPATH", "")
        package = folder / "stand-in" / "safetensors"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("")
        (package / "torch.py").write_text(STAND_IN.format(training=str(ROOT / "training")))
        return str(package.parent)

    def with_ports(self, text):
        for port, free in self.ports.items():
            text = text.replace(port, free)
        return text

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.with_ports(text))

    def start(self, script):
        script = self.with_ports(self.setup + script)
        return subprocess.Popen(
            ["bash", "-e", "-c", script], cwd=self.folder, env=self.environment, text=True, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, script, shown, where):
        process = self.start(script)
        try:
            found, _ = process.communicate(timeout=self.limit_seconds)
        except subprocess.TimeoutExpired as expired:
            os.killpg(process.pid, signal.SIGKILL)
            raise Difference(f"{where} takes longer than {self.limit_seconds} s") from expired
        if (process.returncode != 0) != is_fault(shown):
            raise Difference(f"{where} ends with exit code {process.returncode}:\n{found}")
        if shown is not None:
            compare(self.with_ports(shown), found, where)

    def serve(self, script, shown, where):
        ports = self.ports
        script = script.replace(
            "rnn silo", f"rnn silo --port {ports['11111']} --gateway-port {ports['30000']}")
        process = self.start(script)
        self.silos.append(process)
        expected = re.compile(pattern(self.with_ports(shown)))
        heard = []
        for line in process.stdout:
            heard.append(line)
            if expected.fullmatch(plain(line)):
                return
        raise Difference(f"{where} ends before it shows\n{shown}\nThis comes:\n{''.join(heard)}")

    def leave(self):
        for process in self.silos:
            os.killpg(process.pid, signal.SIGINT)
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def commands(steps):
    """Each block with the output that is shown behind it, or None."""
    place = 0
    while place < len(steps):
        language, word, text, line, _ = steps[place]
        place += 1
        shown = None
        if language == "bash" and place < len(steps):
            next_language, next_word, output, _, is_adjacent = steps[place]
            if next_language in ("text", "json") and not next_word and is_adjacent:
                shown = output
                place += 1
        yield language, word, text, line, shown


def follow(page, name, reader, is_guide):
    """Does what the page says, in order; of other pages than the guide, only the commands with an output."""
    for language, word, text, line, shown in commands(list(blocks(page))):
        where = f"{name}:{line}"
        if not is_guide and shown is None:
            continue
        if language != "bash":
            if not word:
                raise Difference(f"{where} is a block of {language} that is no file and follows no command")
            reader.write(word, text)
            continue
        started = time.monotonic()
        if word == "silo":
            reader.serve(text, shown, where)
        else:
            reader.run(text, shown, where)
            reader.setup += text if word == "setup" else ""
        print(f"{where}: as shown, {time.monotonic() - started:.1f} s", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", type=Path, default=[GUIDE], help="default: docs/guide.md")
    parser.add_argument("--models", help="folder of the packages for other pages than the guide; default: models/")
    parser.add_argument("--limit-seconds", type=int, default=900, help="most time for one block")
    arguments = parser.parse_args()
    differences = 0
    for page in arguments.pages:
        is_guide = page.resolve() == GUIDE
        with tempfile.TemporaryDirectory(prefix="rnn-guide-") as folder:
            reader = Reader(Path(folder), arguments.limit_seconds, *(() if is_guide else (ROOT, RNN)))
            reader.environment["RNN_MODELS"] = str(Path(arguments.models or ROOT / "models").resolve())
            try:
                follow(page.read_text(encoding="utf-8"), page.name, reader, is_guide)
                print(f"{page.name} is true from beginning to end")
            except Difference as difference:
                print(f"follow_guide: {difference}", file=sys.stderr)
                differences += 1
            finally:
                reader.leave()
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
