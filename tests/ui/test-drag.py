#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moving virtual machines with the pointer."""

import os

from ferry_ui import main, pixels, stays, test, wait

TALL = {"window-size": "(1200, 880)"}


def is_accent(colour):
    """Something blue, however mixed with the background by smoothing."""
    red, green, blue = colour
    return blue > 150 and blue - red > 60


def accent_share(app, row_name):
    """How much of a row's rim is in the accent colour."""
    x, y, width, height = app.main.area(app.row(row_name, "Host"))
    rim = pixels(x, y, width, 3) + pixels(x, y + height - 3, width, 3)
    return sum(is_accent(colour) for colour in rim) / len(rim)


def small_pool(stage, *arguments):
    """The program, connected to three hosts and six VMs of which each can go anywhere."""
    server = stage.simulator("--hosts", "3", "--vms", "6", *arguments)
    app = stage.ferry(settings={"connections": f"[{server.setting('Small pool')}]", **TALL})
    app.answer_password()
    app.row("host-003", "Host")
    wait("VMs in the tree", lambda: any(", Virtual machine, Running" in text for text, _ in app.rows()))
    return app, server


def choose_vm(app, source):
    """The first running VM under a host."""
    def look():
        for text, _ in app.rows():
            vm = text.split(",")[0]
            if ", Virtual machine, Running" in text and app.host_of(vm) == source:
                return vm
        return None
    return wait(f"a running VM on {source}", look)


# GTK 4.8 complains now and then of the accessible object of a drag icon that goes while it is asked about
# (g_variant_is_object_path). It does no harm, but would end the program where complaints are fatal.
os.environ["FERRY_UI_G_DEBUG"] = ""


@test("a VM that is dragged onto a host is confirmed, travels, and arrives under that host")
def drag_and_drop(stage):
    app, _ = small_pool(stage, "--speed", "8")
    vm = choose_vm(app, "host-001")
    plain = accent_share(app, "host-002")

    app.pick_up(vm)
    target = app.row("host-002", "Host")
    wait("the hosts to say what they would have afterwards",
         lambda: "after:" in app.say("host-002", "Host"))
    wait("an outline around the host that can take it", lambda: accent_share(app, "host-002") > plain + 0.15)
    app.carry_to(target)
    app.let_go()

    dialog = app.dialog(f"Migrate {vm} to host-002?")
    assert "Memory to send" in dialog.texts(), dialog.texts()
    assert app.host_of(vm) == "host-001"
    dialog.press_button("Migrate")

    wait("the tree to say that it is on its way", lambda: "on its way to host-002" in app.say(vm))
    app.wait_move(vm, "host-001 → host-002")
    app.wait_move(vm, "arrived")
    wait("it to stand under its new host", lambda: app.host_of(vm) == "host-002")
    wait("the outline to be gone", lambda: accent_share(app, "host-002") <= plain + 0.05)


@test("a drop on a host that cannot take a VM moves nothing, and hovering over it shows the reason")
def refused_drop(stage):
    app = stage.demo(settings=TALL)
    app.scroll_to("merlin", "Host")

    app.pick_up("pbx-01")
    app.carry_to(app.row("merlin", "Host"))
    reason = wait("a reason that names the VM or its device",
                  lambda: next((text for text in app.main.texts() if "PCI" in text), None))
    assert "pbx-01" in reason or "device" in reason, reason
    app.let_go()

    stays("no dialog and no move", lambda: not app.has_dialog() and not app.move_of("pbx-01"), 1.5)
    assert app.host_of("pbx-01") == "kestrel"


main()
