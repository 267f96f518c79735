#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# rig.sh COMMAND...: runs COMMAND with a display of its own: X server, window manager, session bus, accessibility bus.
# Inside, xdotool moves a real pointer, import takes pictures, and libatspi reads widgets and their places.
# RIG_SCREEN: size of the screen. Where something of this is not installed, skips in TAP's words: meson takes a
# status of 77 from a test that speaks TAP for a failure.
set -eu

python=/usr/bin/python3
if [ -z "${RIG_HOME:-}" ]; then
  for program in Xvfb openbox dbus-run-session xdotool xprop import "$python"; do
    command -v "$program" >/dev/null || { echo "1..0 # SKIP $program is not installed"; exit 0; }
  done
  "$python" -c 'import gi; gi.require_version("Atspi", "2.0")' 2>/dev/null ||
    { echo "1..0 # SKIP python3-gi or gir1.2-atspi-2.0 is not installed"; exit 0; }

  # The accessibility bus listens in the runtime folder: two rigs with one folder would take it from each other.
  RIG_HOME=$(mktemp -d "${TMPDIR:-/tmp}/ferry-rig-XXXXXX")
  export RIG_HOME HOME=$RIG_HOME XDG_RUNTIME_DIR=$RIG_HOME/run
  export XDG_CONFIG_HOME=$RIG_HOME/config XDG_DATA_HOME=$RIG_HOME/data XDG_CACHE_HOME=$RIG_HOME/cache
  mkdir -m 700 "$XDG_RUNTIME_DIR" "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_CACHE_HOME"
  # Without a graphics card, GL is drawn by the processor too, and far slower than cairo.
  export GDK_BACKEND=x11 GSK_RENDERER=cairo LIBGL_ALWAYS_SOFTWARE=1 XDG_CURRENT_DESKTOP=GNOME NO_AT_BRIDGE=0 GSETTINGS_BACKEND=memory
  unset WAYLAND_DISPLAY AT_SPI_BUS_ADDRESS DBUS_SESSION_BUS_ADDRESS G_DEBUG
  status=0
  # What the bus starts talks as well: only the command has the real output.
  dbus-run-session -- "$0" "$@" 3>&1 >"$RIG_HOME/bus.log" 2>&1 || status=$?
  cat "$RIG_HOME/command.log" >&2 2>/dev/null || true
  [ "$status" -eq 0 ] || cat "$RIG_HOME/bus.log" >&2
  rm -rf "$RIG_HOME"
  exit "$status"
fi

mkfifo "$RIG_HOME/display"
exec 4<>"$RIG_HOME/display"
Xvfb -displayfd 4 -screen 0 "${RIG_SCREEN:-1440x900x24}" -nolisten tcp >"$RIG_HOME/x.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null' EXIT
read -r -t 30 -u 4 number
export DISPLAY=:$number

openbox >"$RIG_HOME/openbox.log" 2>&1 &
manager=$!
trap 'kill "$manager" "$server" 2>/dev/null' EXIT
for _ in $(seq 100); do
  xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id' && break
  sleep 0.1
done

"$@" >&3 2>"$RIG_HOME/command.log"
