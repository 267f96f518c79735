#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding one's way in the tree."""

from ferry_ui import key, main, test, wait


@test("what is typed leaves matches and their parents in the tree, and Escape brings the rest back")
def filter_typed(stage):
    app = stage.demo()
    before = app.row_names()
    key("ctrl+f")
    app.filter("gitlab")
    wait("gitlab and its parents alone", lambda: app.row_names() == ["Lisbon pool", "kestrel", "gitlab"])

    key("Escape")
    app.scroll_to("faro", "Pool")
    wait("all rows again", lambda: app.row_names()[:12] == before[:12])


@test("a search that nothing matches says so")
def nothing_found(stage):
    app = stage.demo()
    app.filter("no such machine")
    wait("an empty tree", lambda: app.row_names() == [])
    app.main.says("Nothing found")


main()
