#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person sees who has just started the program."""

from ferry_ui import key, main, test, wait


@test("the demo opens with two pools and a standalone host")
def demo_opens(stage):
    app = stage.demo()
    for pool, hosts in (("faro", "1 host"), ("Lisbon pool", "4 hosts"), ("Porto pool", "2 hosts")):
        app.scroll_to(pool, "Pool")
        wait(f"{hosts} in {pool}", lambda: f", {hosts}, " in app.say(pool, "Pool"))
    app.scroll_to("build-01")
    wait("VMs under kestrel", lambda: app.host_of("build-01") == "kestrel")


@test("without connections there is a welcome page that offers to add one and to open the demo")
def welcome_page(stage):
    app = stage.ferry()
    assert "No connections yet" in app.main.texts()

    app.main.press_button("Add a connection…")
    app.window("Add a connection")
    key("Escape")
    app.wait_no_dialog()

    app.main.press_button("Open the demo")
    app.wait_demo()


main()
