#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""inventory.py FERRY-SIM INVENTORY-FERRY WORK-FOLDER: reads one simulated pool by Ferry and by npm's xen-api, in
turns, and prints medians and ratios. Exit status 77, with a sentence, where the peer cannot be had."""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys

sim, ours, work = sys.argv[1:4]
here = pathlib.Path(__file__).resolve().parent
work = pathlib.Path(work)
runs = int(os.environ.get("FERRY_BENCH_RUNS", "5"))
hosts, vms = os.environ.get("FERRY_BENCH_HOSTS", "64"), os.environ.get("FERRY_BENCH_VMS", "5000")


def install_peer():
    if not shutil.which("npm") or not shutil.which("node"):
        return "npm and node are missing"
    work.mkdir(parents=True, exist_ok=True)
    shutil.copy(here / "inventory-xen-api.mjs", work)
    if not (work / "node_modules" / "xen-api").is_dir():
        (work / "package.json").write_text('{"private": true, "type": "module"}\n')
        result = subprocess.run(["npm", "install", "--silent", "--no-fund", "--no-audit", "xen-api"],
                                cwd=work, capture_output=True, text=True, timeout=300)
        if result.returncode:
            return "npm could not install xen-api"
    return None


def run(command):
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=work)
    if result.returncode or not result.stdout.strip():
        sys.exit(f"{command[0]}: {result.stderr.strip() or 'no figures'}")
    return json.loads(result.stdout.strip().splitlines()[-1])


def main():
    missing = install_peer()
    if missing:
        print(f"Skipped: {missing}; there is no peer to compare with.")
        return 77
    password = work / "password"
    password.write_text("bench\n")
    server = subprocess.Popen([sim, "--hosts", hosts, "--vms", vms, "--seed", "1", "--port", "0",
                               "--password-file", str(password)], stdout=subprocess.PIPE, text=True)
    try:
        uri = next(word for line in server.stdout for word in line.split() if "://" in word)
        port = uri.rsplit(":", 1)[1].strip("/")
        figures = {"ferry": [], "xen-api": []}
        for turn in range(runs + 1):
            a = run([ours, f"xapi+http://root@127.0.0.1:{port}", "bench"])
            b = run(["node", "inventory-xen-api.mjs", f"http://127.0.0.1:{port}", "bench"])
            if turn > 0:  # the first one warms the server's caches
                figures["ferry"].append(a)
                figures["xen-api"].append(b)
    finally:
        server.terminate()
        server.wait()

    median = {who: {key: statistics.median(r[key] for r in rows if key in r) for key in rows[0]}
              for who, rows in figures.items()}
    print(f"{hosts} hosts, {vms} VMs, {median['xen-api']['objects']:.0f} objects; medians of {runs} runs in turns")
    for key, unit, goal in (("user_s", "s of user CPU", 1 / 3), ("peak_kib", "KiB at the peak", 1 / 4),
                            ("wall_s", "s of wall time", 1)):
        a, b = median["ferry"][key], median["xen-api"][key]
        print(f"{key:9} ferry {a:10.3f}  xen-api {b:10.3f} {unit:16} ratio {a / b:.3f} (goal {goal:.3f})"
              f" {'met' if a / b <= goal else 'NOT MET'}")
    first = median["ferry"]["first_s"]
    print(f"first hosts and VMs in the model {first * 1000:.0f} ms after connecting (goal 300)"
          f" {'met' if first <= 0.3 else 'NOT MET'}")
    return 0


sys.exit(main())
