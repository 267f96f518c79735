# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real program as a person does: looks by AT-SPI, points by xdotool. Runs inside rig.sh.

A test is a function with a sentence: @test("the demo opens with two pools"). It gets a Stage, which starts programs
and ends them afterwards. Nothing here sleeps for luck: wait() looks until something is so, or says what was not.
"""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import traceback
import urllib.request

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

BUILD = pathlib.Path(os.environ.get("FERRY_BUILD", "_build")).resolve()
SHARED = pathlib.Path(os.environ.get("FERRY_SHARED", "../shared")).resolve()
PATIENCE = float(os.environ.get("FERRY_UI_PATIENCE", "30"))
TREE = "Pools, hosts and virtual machines"

# What a person calls by one word.
ROLES = {"entry": ("entry", "text", "password text")}

# How long a pointer stays between two moves of a drag; a hand is not faster, and GTK counts on it.
HAND_S = 0.04


class Missing(AssertionError):
    """Something did not come about in time."""


class Skip(Exception):
    """This machine cannot run the test."""


def wait(what, look, timeout=None):
    """Looks until look() returns something true, and returns that. what: a sentence for the report."""
    deadline = time.monotonic() + (timeout or PATIENCE)
    problem = None
    while True:
        try:
            found = look()
            if found:
                return found
        except GLib.Error as error:  # A widget may go while it is looked at.
            problem = error
        if time.monotonic() > deadline:
            raise Missing(f"not seen in time: {what}" + (f" ({problem})" if problem else ""))
        time.sleep(0.05)


def stays(what, look, seconds):
    """Looks for a while and fails as soon as look() is not true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not look():
            raise AssertionError(f"did not stay: {what}")
        time.sleep(0.05)


def run(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def xdo(*command):
    return run("xdotool", *command)


# What is on the screen, as a screen reader sees it.

def children(node):
    for i in range(Atspi.Accessible.get_child_count(node)):
        child = Atspi.Accessible.get_child_at_index(node, i)
        if child is not None:
            yield child


def role(node):
    return Atspi.Accessible.get_role_name(node)


def name(node):
    return Atspi.Accessible.get_name(node) or ""


def description(node):
    return Atspi.Accessible.get_description(node) or ""


def has_state(node, state):
    return Atspi.Accessible.get_state_set(node).contains(state)


def is_visible(node):
    return has_state(node, Atspi.StateType.VISIBLE)


def is_sensitive(node):
    return has_state(node, Atspi.StateType.SENSITIVE)


def extents(node):
    return Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)


def is_laid_out(node):
    """Whether it has a place: what a list has scrolled away has none."""
    box = extents(node)
    return box.width > 0 and box.height > 0


def walk(node, inside_tree=False):
    """The node and everything below it that is not hidden; the tree's many rows only if asked for."""
    yield node
    node_role = role(node)
    if node_role in ("label", "entry", "scroll bar"):
        return
    skips_rows = node_role == "list" and not inside_tree and name(node) == TREE
    for child in children(node):
        is_row = role(child) == "list item"
        if is_visible(child) and not (is_row and (skips_rows or not is_laid_out(child))):
            yield from walk(child, inside_tree)


def matches(text, wanted):
    """A message dialog's buttons are named by themselves and by the label in them: "Cancel Cancel"."""
    return wanted is None or (wanted.search(text) is not None if hasattr(wanted, "search")
                              else text.replace("_", "") in (wanted, f"{wanted} {wanted}"))


def look_for(root, wanted_role, wanted_name=None):
    """The first one with a place, or None."""
    for node in walk(root):
        if role(node) in ROLES.get(wanted_role, (wanted_role,)) and matches(name(node), wanted_name) \
                and is_laid_out(node):
            return node
    return None


def texts(node):
    """Every text below a node, in order."""
    return [name(n) for n in walk(node) if role(n) == "label" and name(n) not in ("", "GtkLabel")]


def text_of(entry):
    return Atspi.Text.get_text(entry, 0, Atspi.Text.get_character_count(entry))


class Window:
    """One window of a program: its accessible side and the X window that shows it."""

    def __init__(self, node, x_window):
        self.node = node
        self.x_window = x_window

    def origin(self):
        """Where the accessible coordinates of this window begin on the screen: its shadow does not count."""
        geometry = dict(line.split("=") for line in xdo("getwindowgeometry", "--shell", self.x_window).split())
        box = extents(self.node)
        return (int(geometry["X"]) + (int(geometry["WIDTH"]) - box.width) // 2,
                int(geometry["Y"]) + (int(geometry["HEIGHT"]) - box.height) // 2)

    def place(self, node, across=0.5, down=0.5):
        """The point on the screen that lies so far across and down a widget."""
        box = extents(node)
        x, y = self.origin()
        return int(x + box.x + box.width * across), int(y + box.y + box.height * down)

    def area(self, node):
        box = extents(node)
        x, y = self.origin()
        return x + box.x, y + box.y, box.width, box.height

    def find(self, wanted_role, wanted_name=None, timeout=None):
        return wait(f"{wanted_role} {getattr(wanted_name, 'pattern', wanted_name)!r} in {name(self.node)!r}",
                    lambda: look_for(self.node, wanted_role, wanted_name), timeout)

    def has(self, wanted_role, wanted_name=None):
        return look_for(self.node, wanted_role, wanted_name) is not None

    def click(self, node, button=1, times=1):
        x, y = self.place(node)
        point(x, y)
        xdo("click", "--repeat", times, "--delay", 60, button)

    def press_button(self, label):
        """Waits until a button may be pressed, and clicks it."""
        def ready():
            node = look_for(self.node, "push button", label)
            return node if node is not None and is_sensitive(node) else None
        self.click(wait(f"button {label!r} to be offered", ready))

    def texts(self):
        return texts(self.node)

    def says(self, words):
        """Waits for a label that contains the words, and returns its text."""
        def spoken():
            return next((text for text in self.texts() if words in text), None)
        return wait(f"the words {words!r}", spoken)


def point(x, y):
    xdo("mousemove", x, y)


def key(*keys):
    xdo("key", "--clearmodifiers", *keys)


def write(text):
    xdo("type", "--clearmodifiers", "--delay", 15, text)


def replace_text(text):
    key("ctrl+a")
    write(text)


def screenshot(path):
    subprocess.run(["import", "-window", "root", str(path)], check=False)


def pixels(x, y, width, height):
    """The colours of a part of the screen, as (red, green, blue)."""
    data = subprocess.run(["import", "-silent", "-window", "root", "-crop", f"{width}x{height}+{x}+{y}", "+repage",
                           "-depth", "8", "rgb:-"], check=True, capture_output=True).stdout
    return list(zip(data[0::3], data[1::3], data[2::3]))


class Ferry:
    """The program under test."""

    def __init__(self, stage, arguments, home, settings):
        self.home = home
        environment = dict(os.environ, HOME=str(home), XDG_CONFIG_HOME=str(home / "config"),
                           XDG_DATA_HOME=str(home / "data"), XDG_CACHE_HOME=str(home / "cache"),
                           GSETTINGS_BACKEND="keyfile", GSETTINGS_SCHEMA_DIR=str(BUILD / "data"),
                           G_DEBUG=os.environ.get("FERRY_UI_G_DEBUG", "fatal-criticals"), LC_ALL="C.UTF-8")
        for part in ("config", "data", "cache"):
            (home / part).mkdir(parents=True, exist_ok=True)
        self.keep_settings(settings)
        self.log = open(home / "ferry.log", "a+")
        wrapper = os.environ.get("FERRY_UI_WRAPPER", "").split()
        self.process = subprocess.Popen([*wrapper, BUILD / "src" / "ferry", *arguments], env=environment,
                                        stdout=self.log, stderr=subprocess.STDOUT)
        stage.processes.append(self.process)
        self.app = wait("the program on the accessibility bus", self._find_app)
        # What libatspi remembers of a widget grows old unless a main loop runs: ask each time instead.
        Atspi.Accessible.set_cache_mask(self.app, Atspi.Cache.NONE)
        self.main = self.window("Ferry")
        self._tree = None

    def keep_settings(self, settings):
        """settings: values by key, in GVariant's text format; written only where there are none yet."""
        path = self.home / "config" / "glib-2.0" / "settings" / "keyfile"
        if path.exists() and not settings:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"{key_name}={value}" for key_name, value in settings.items()]
        path.write_text("\n".join(["[org/ferryproject/Ferry]", *lines, ""]))

    def _find_app(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the program ended with status {self.process.returncode}")
        for app in children(Atspi.get_desktop(0)):
            if Atspi.Accessible.get_process_id(app) == self.process.pid:
                return app
        return None

    def frames(self):
        Atspi.Accessible.clear_cache(self.app)
        return [node for node in children(self.app) if role(node) in ("frame", "dialog", "window")]

    def _x_windows(self):
        found = re.findall(r"0x[0-9a-f]+", run("xprop", "-root", "_NET_CLIENT_LIST"))
        for x_window in found:
            try:
                if xdo("getwindowpid", x_window).strip() == str(self.process.pid):
                    yield x_window
            except subprocess.CalledProcessError:  # It has gone meanwhile.
                continue

    def _match(self, node):
        """The X window that shows a frame: same title, and a size that fits."""
        box = extents(node)
        best = None
        for x_window in self._x_windows():
            try:
                geometry = dict(line.split("=") for line in
                                xdo("getwindowgeometry", "--shell", x_window).split())
                title = xdo("getwindowname", x_window).rstrip("\n")
            except subprocess.CalledProcessError:
                continue
            slack = int(geometry["WIDTH"]) - box.width, int(geometry["HEIGHT"]) - box.height
            if min(slack) < 0 or max(slack) > 80:
                continue
            rank = (title != name(node), sum(slack))
            if best is None or rank < best[0]:
                best = rank, x_window
        return best[1] if best else None

    def look_for_window(self, title=None, words=None):
        for node in self.frames():
            if title is not None and not matches(name(node), title):
                continue
            if words is not None and not any(words in text for text in texts(node)):
                continue
            x_window = self._match(node)
            if x_window is not None:
                return Window(node, x_window)
        return None

    def window(self, title, timeout=None):
        return wait(f"window {getattr(title, 'pattern', title)!r}", lambda: self.look_for_window(title), timeout)

    def dialog(self, words):
        """Waits for a window other than the main one that says these words."""
        def look():
            for node in self.frames():
                if node != self.main.node and any(words in text for text in texts(node)):
                    x_window = self._match(node)
                    return Window(node, x_window) if x_window is not None else None
            return None
        return wait(f"a dialog that says {words!r}", look)

    def has_dialog(self):
        return len(self.frames()) > 1

    def wait_no_dialog(self):
        wait("no dialog any more", lambda: not self.has_dialog())

    # The tree

    def tree(self):
        if self._tree is None:
            self._tree = wait("the tree", lambda: next(
                (node for node in walk(self.main.node) if role(node) == "list" and name(node) == TREE), None))
        return self._tree

    def rows(self):
        """The rows in view: what is said of each, and where it is; from top to bottom."""
        area = extents(self.tree())
        best, chain = [], []
        for node in children(self.tree()):
            box = extents(node)
            # A row that was scrolled away keeps the place that it had, so that only those count that follow
            # each other without a gap.
            is_inside = box.height > 0 and area.y - 1 <= box.y and box.y + box.height <= area.y + area.height + 1
            if is_inside and chain and 0 < box.y - chain[-1][0] <= box.height + 4:
                chain.append((box.y, node))
            else:
                chain = [(box.y, node)] if is_inside else []
            best = max(best, chain, key=len)
        return [(name(node), node) for _, node in best]

    def wait_demo(self):
        """Until all of the demo is there; then goes to its top, since pools may come in any order."""
        pools = ("faro, Pool, 1 host, 4 virtual", "Lisbon pool, Pool, 4 hosts, 49 virtual",
                 "Porto pool, Pool, 2 hosts, 19 virtual")

        def look():
            said = [name(node) for node in children(self.tree())]
            return all(any(text.startswith(pool) for text in said) for pool in pools)
        wait("the demo's pools", look)
        self.scroll_to("faro", "Pool")

    def row_names(self):
        return [text.split(",")[0] for text, _ in self.rows()]

    def look_for_row(self, row_name, kind=None):
        for text, node in self.rows():
            parts = text.split(", ")
            if parts[0] == row_name and (kind is None or kind in parts[1:2]):
                return node
        return None

    def row(self, row_name, kind=None):
        return wait(f"row {row_name!r} in the tree", lambda: self.look_for_row(row_name, kind))

    def say(self, row_name, kind=None):
        """What a screen reader would say of a row."""
        node = self.look_for_row(row_name, kind)
        return name(node) if node is not None else ""

    def host_of(self, vm_name):
        """The host that a VM stands under; both must be in view."""
        host = None
        for text, _ in self.rows():
            parts = text.split(", ")
            if parts[1:2] == ["Host"]:
                host = parts[0]
            if parts[0] == vm_name and parts[1:2] == ["Virtual machine"]:
                return host
        return None

    def scroll_to(self, row_name, kind=None):
        """Turns the wheel over the tree until a row is in view."""
        x, y = self.main.place(self.tree())
        point(x, y)
        for button in [4] * 12 + [5] * 40:
            if self.look_for_row(row_name, kind) is not None:
                return self.row(row_name, kind)
            xdo("click", "--repeat", 3, "--delay", 20, button)
        raise Missing(f"not seen in the tree: {row_name!r}")

    def select(self, row_name, kind=None, button=1):
        node = self.row(row_name, kind)
        self.main.click(node, button)
        if button == 1:
            wait(f"{row_name!r} to be selected",
                 lambda: has_state(self.row(row_name, kind), Atspi.StateType.SELECTED))

    def fold(self, row_name, kind):
        """Folds or unfolds a row by the arrow in front of it."""
        node = self.row(row_name, kind)
        arrow = wait("an arrow", lambda: look_for(node, "push button", "Expand"))
        before = len(self.rows())
        self.main.click(arrow)
        wait(f"{row_name!r} to fold", lambda: len(self.rows()) != before)

    def filter(self, text):
        entry = self.main.find("entry", "Filter the tree")
        self.main.click(entry)
        replace_text(text)
        wait("the text in the filter", lambda: text_of(entry) == text)

    # Dragging

    def pick_up(self, row_name, kind="Virtual machine"):
        """Presses on a row and moves a little, as a hand does, until a drag has begun."""
        x, y = self.main.place(self.row(row_name, kind), across=0.4)
        point(x, y)
        xdo("mousedown", 1)
        self.hand = x, y
        for step in range(1, 7):
            self.move_hand(x + 4 * step, y + 2 * step)

    def move_hand(self, x, y):
        point(x, y)
        self.hand = x, y
        time.sleep(HAND_S)

    def carry_to(self, node, across=0.45):
        """Goes to a row in some twenty steps, and moves about on it as a hand does."""
        x, y = self.main.place(node, across=across)
        from_x, from_y = self.hand
        for step in range(1, 21):
            self.move_hand(from_x + (x - from_x) * step // 20, from_y + (y - from_y) * step // 20)
        for nudge in (2, -2, 1, 0):
            self.move_hand(x + nudge, y)

    def let_go(self):
        xdo("mouseup", 1)

    # Moves

    def moves(self):
        """The texts of each row of the moves pane."""
        found = []
        for node in walk(self.main.node):
            if role(node) == "list" and name(node) == "Moves":
                found = [(extents(row).y, texts(row), row) for row in children(node) if is_laid_out(row)]
        return [(said, row) for _, said, row in sorted(found, key=lambda entry: entry[0])]

    def move_of(self, vm_name):
        """What the pane says of a VM's move, in one line; empty if nothing."""
        return next((" · ".join(said) for said, _ in self.moves() if vm_name in said[:1]), "")

    def wait_move(self, vm_name, words, timeout=None):
        return wait(f"the move of {vm_name!r} to say {words!r}",
                    lambda: self.move_of(vm_name) if words in self.move_of(vm_name) else None, timeout)

    def confirm_move(self, question):
        dialog = self.dialog(question)
        dialog.press_button("Migrate")
        self.wait_no_dialog()

    def close(self):
        """Closes the window as a person does, and waits for the program to end."""
        xdo("windowactivate", "--sync", self.main.x_window)
        key("ctrl+w")
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise Missing("the program did not end when its window was closed") from None
        if self.process.returncode != 0:
            raise AssertionError(f"the program ended with status {self.process.returncode}")

    def answer_password(self, password="ferry"):
        dialog = self.dialog("Password needed")
        dialog.click(dialog.find("entry", "Password"))
        write(password)
        dialog.press_button("Connect")
        self.wait_no_dialog()


class Simulator:
    """A ferry-sim of the test's own."""

    def __init__(self, stage, *arguments, port=0):
        self.process = subprocess.Popen([BUILD / "src" / "simulator" / "ferry-sim", "--port", str(port), *arguments],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        stage.processes.append(self.process)
        self.uri, _, fingerprint = self.process.stdout.readline().strip().partition(" ")
        if not self.uri:
            raise AssertionError("ferry-sim did not start: " + self.process.stderr.read())
        self.fingerprint = fingerprint.replace(":", "").lower()
        self.port = int(self.uri.rpartition(":")[2])
        self.address = self.uri.rpartition("@")[2]
        self.control = self.process.stdout.readline().strip() if "--control" in arguments else None

    def order(self, **what):
        request = urllib.request.Request(self.control, json.dumps(what).encode(),
                                         {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as reply:
            return json.load(reply)

    def setting(self, label):
        """The connection to this simulator as the settings keep it."""
        return f"('{label}', '{self.uri}', '{label}', '', true, false)"

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)


class Stage:
    """What one test has started."""

    def __init__(self, number):
        self.processes = []
        self.home = pathlib.Path(os.environ["RIG_HOME"]) / f"home-{number}"
        self.home.mkdir()

    def ferry(self, *arguments, home="one", settings=None):
        return Ferry(self, arguments, self.home / home, settings or {})

    def demo(self, *arguments, settings=None):
        app = self.ferry("--demo", *arguments, settings=settings)
        app.wait_demo()
        return app

    def simulator(self, *arguments, **more):
        return Simulator(self, *arguments, **more)

    def clear(self):
        subprocess.run(["xdotool", "mouseup", "1"], check=False)
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def logs(self):
        return "".join(path.read_text(errors="replace") for path in sorted(self.home.glob("*/ferry.log")))


_tests = []


def test(sentence):
    def add(function):
        _tests.append((sentence, function))
        return function
    return add


def _keep_evidence(program, number):
    folder = pathlib.Path(os.environ.get("FERRY_UI_LOGS", "."))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{program}-{number}.png"
    screenshot(path)
    return path


def _run_one(program, number, sentence, function):
    stage = Stage(number)
    began = time.monotonic()
    try:
        function(stage)
        print(f"ok {number} - {sentence} # {time.monotonic() - began:.1f} s", flush=True)
        return True
    except Skip as reason:
        print(f"ok {number} - {sentence} # SKIP {reason}", flush=True)
        return True
    except Exception:
        shot = _keep_evidence(program, number)
        print(f"not ok {number} - {sentence}", flush=True)
        for line in (traceback.format_exc() + stage.logs() + f"screen: {shot}").splitlines():
            print("# " + line, flush=True)
        return False
    finally:
        stage.clear()
        shutil.rmtree(stage.home, ignore_errors=True)


def main():
    """Runs the tests of the program; an argument that is a part of a sentence chooses."""
    Atspi.init()
    Atspi.set_timeout(15000, 30000)
    program = pathlib.Path(sys.argv[0]).stem
    chosen = [entry for entry in _tests if all(word in entry[0] for word in sys.argv[1:])]
    print(f"1..{len(chosen)}", flush=True)
    passed = [_run_one(program, i + 1, *entry) for i, entry in enumerate(chosen)]
    sys.exit(0 if all(passed) else 1)
