#!/bin/bash
# window.sh FERRY-SIM BENCH-WINDOW SCHEMA-FOLDER: the window on 50,000 machines that make 2,000 changes a second.
set -eu
sim=$1 window=$2 schemas=$3
hosts=${FERRY_BENCH_HOSTS:-100} vms=${FERRY_BENCH_VMS:-50000} churn=${FERRY_BENCH_CHURN:-2000}
for tool in Xvfb dbus-run-session; do
  command -v $tool >/dev/null || { echo "Skipped: $tool is missing"; exit 77; }
done
if [ -z "${FERRY_BENCH_INSIDE:-}" ]; then
  FERRY_BENCH_INSIDE=1 exec dbus-run-session -- "$0" "$@"
fi

work=$(mktemp -d)
pids=
trap 'kill $pids 2>/dev/null; rm -rf "$work"' EXIT
mkfifo "$work/display" "$work/address"
exec 3<>"$work/display"
Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp >/dev/null 2>&1 & pids="$pids $!"
read -r display <&3
export DISPLAY=:$display GDK_BACKEND=x11 LIBGL_ALWAYS_SOFTWARE=1 GSK_RENDERER=${GSK_RENDERER:-cairo}
export GSETTINGS_BACKEND=memory GSETTINGS_SCHEMA_DIR=$schemas XDG_DATA_HOME=$work

"$sim" --hosts "$hosts" --vms "$vms" --seed 1 --churn "$churn" > "$work/address" & pids="$pids $!"
read -r uri _ < "$work/address"
echo "$hosts hosts, $vms machines, $churn changes a second"
"$window" "$uri" ferry "$vms"
