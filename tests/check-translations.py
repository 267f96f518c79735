#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when a file with translatable words is missing in po/POTFILES, or a language is incomplete."""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

root = pathlib.Path(sys.argv[1])
po = root / "po"
listed = [line.strip() for line in (po / "POTFILES").read_text().splitlines()
          if line.strip() and not line.startswith("#")]
marks = {
    ".c": re.compile(r'\b(?:_|N_|C_|Q_|ngettext|g_dngettext|dngettext) ?\('),
    ".ui": re.compile(r'translatable="(?:yes|true)"'),
    ".in": re.compile(r"^(?:Name|Comment|Keywords)=|<summary>", re.M),
    ".xml": re.compile(r'gettext-domain='),
}
errors = []

for folder in ("src", "data"):
    for path in sorted((root / folder).rglob("*")):
        name = str(path.relative_to(root))
        mark = marks.get(path.suffix)
        if mark and path.is_file() and mark.search(path.read_text(errors="replace")) \
                and name not in listed:
            errors.append(f"po/POTFILES: {name} is missing")

for name in listed:
    if not (root / name).is_file():
        errors.append(f"po/POTFILES: {name} is not there any more")
if listed != sorted(listed):
    errors.append("po/POTFILES: not sorted")

if "--complete" in sys.argv and not errors:
    if not shutil.which("xgettext") or not shutil.which("msgmerge"):
        print("gettext is missing: the languages were not looked at")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        pot = pathlib.Path(folder) / "ferry.pot"
        subprocess.run(["xgettext", f"--directory={root}", f"--files-from={po / 'POTFILES'}",
                        "--from-code=UTF-8", f"--output={pot}", "--add-comments", "--keyword=_",
                        "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2",
                        "--keyword=g_dngettext:2,3", "--flag=g_strdup_printf:1:c-format"],
                       check=True, stderr=subprocess.DEVNULL)
        for language in (po / "LINGUAS").read_text().split():
            merged = pathlib.Path(folder) / f"{language}.po"
            subprocess.run(["msgmerge", "--quiet", "--no-fuzzy-matching", "-o", merged,
                            po / f"{language}.po", pot], check=True)
            result = subprocess.run(["msgfmt", "--check", "--statistics", "-o", "/dev/null", merged],
                                    capture_output=True, text=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
            print(f"{language}: {result.stderr.strip()}")
            if result.returncode or "untranslated" in result.stderr or "fuzzy" in result.stderr:
                errors.append(f"po/{language}.po: not complete")

print("\n".join(errors))
sys.exit(bool(errors))
