#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""dump.py [PART OF A NAME]: prints what the programs of this display tell a screen reader, and where it is."""

import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

STATES = ("FOCUSED", "SELECTED", "SENSITIVE", "VISIBLE", "EXPANDED", "CHECKED")


def find_place(node):
    try:
        box = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
        return box.x, box.y, box.width, box.height
    except GLib.Error:  # A program as such has none.
        return ""


def show(node, depth):
    try:
        states = Atspi.Accessible.get_state_set(node)
        print("  " * depth + Atspi.Accessible.get_role_name(node), repr(Atspi.Accessible.get_name(node)),
              repr(Atspi.Accessible.get_description(node)), find_place(node),
              *[state.lower() for state in STATES if states.contains(getattr(Atspi.StateType, state))])
        below = [Atspi.Accessible.get_child_at_index(node, i)
                 for i in range(Atspi.Accessible.get_child_count(node))]
    except GLib.Error as error:
        print("  " * depth + str(error))
        return
    for child in below:
        if child is not None:
            show(child, depth + 1)


Atspi.init()
for app in range(Atspi.Accessible.get_child_count(Atspi.get_desktop(0))):
    found = Atspi.Accessible.get_child_at_index(Atspi.get_desktop(0), app)
    if found is not None and (len(sys.argv) < 2 or sys.argv[1] in Atspi.Accessible.get_name(found)):
        show(found, 0)
