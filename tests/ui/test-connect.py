#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections: certificates, passwords, and servers that are not what they were."""

from ferry_ui import key, main, replace_text, test, text_of, wait, write

HOSTS = ("--hosts", "2", "--vms", "4")


def add_connection(app, address, password="ferry"):
    app.main.press_button("Add a connection…")
    dialog = app.window("Add a connection")
    for title, text in (("Address", address), ("User", "root"), ("Password", password)):
        entry = dialog.find("entry", title)
        dialog.click(entry)
        replace_text(text)
        wait(f"{title!r} to be written", lambda: len(text_of(entry)) == len(text))
    dialog.press_button("Connect")


def digits(dialog):
    """What a dialog shows, without the blanks that help to compare it."""
    return "".join("".join(dialog.texts()).split()).lower()


@test("a new server's fingerprint is shown and, when trusted, its hosts appear")
def trust(stage):
    server = stage.simulator("--https", *HOSTS)
    app = stage.ferry()
    add_connection(app, server.address)
    dialog = app.dialog("Is this the server that you mean?")
    assert server.fingerprint in digits(dialog), (server.fingerprint, dialog.texts())
    dialog.press_button("Trust this server")
    app.wait_no_dialog()
    app.row("host-001", "Host")
    app.row("host-002", "Host")


@test("a new server that is not trusted stays disconnected, which is what Enter and Escape choose")
def refuse(stage):
    server = stage.simulator("--https", *HOSTS)
    app = stage.ferry()
    add_connection(app, server.address)
    app.dialog("Is this the server that you mean?")
    key("Return")
    app.wait_no_dialog()
    wait("one row that is not connected",
         lambda: [text for text, _ in app.rows() if "Not connected" in text or "not trusted" in text])
    assert app.look_for_row("host-001") is None


@test("a wrong password is asked for again, and the right one connects")
def wrong_password(stage):
    server = stage.simulator("--https", *HOSTS)
    app = stage.ferry()
    add_connection(app, server.address, "wrong")
    app.dialog("Is this the server that you mean?").press_button("Trust this server")
    dialog = app.dialog("The password was not accepted")
    dialog.click(dialog.find("entry", "Password"))
    write("ferry")
    dialog.press_button("Connect")
    app.wait_no_dialog()
    app.row("host-001", "Host")


@test("a certificate that has changed stops the connection and shows both fingerprints")
def changed_certificate(stage):
    first = stage.simulator("--https", *HOSTS)
    app = stage.ferry()
    add_connection(app, first.address)
    app.dialog("Is this the server that you mean?").press_button("Trust this server")
    app.row("host-001", "Host")

    first.stop()
    second = stage.simulator("--https", *HOSTS, port=first.port)
    assert second.fingerprint != first.fingerprint
    dialog = app.dialog("The server's certificate has changed")
    shown = digits(dialog)
    assert first.fingerprint in shown, dialog.texts()
    assert second.fingerprint in shown, dialog.texts()

    key("Return")
    app.wait_no_dialog()
    wait("the connection to say that it is down",
         lambda: not [text for text, _ in app.rows()[:1] if text.split(", ")[2:3] == ["2 hosts"]])


main()
