#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs npm's xen-api once into the build directory and runs it against ferry-sim.
# Usage: test-xen-api.sh SCRIPT FERRY-SIM DIRECTORY

set -eu

script=$1
simulator=$2
directory=$3
version=4.7.6

skip ()
{
  echo "1..0 # SKIP $1"
  exit 0
}

command -v node > /dev/null || skip 'node is missing'
command -v npm > /dev/null || skip 'npm is missing'

module=$directory/node_modules/xen-api
if ! [ -f "$module/.installed-$version" ]
then
  mkdir -p "$directory"
  npm install --prefix "$directory" --no-audit --no-fund --loglevel=error "xen-api@$version" \
    > "$directory/npm.log" 2>&1 || skip "npm can't install xen-api $version (see $directory/npm.log)"
  touch "$module/.installed-$version"
fi

# The sanitizers' libraries are for ferry-sim, not for node.
exec env -u LD_PRELOAD node "$script" "$module/index.mjs" "$simulator"
