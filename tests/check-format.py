#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is the C laid out as build-aux/uncrustify.cfg says?

Usage: check-format.py [--fix] SOURCE-ROOT [FILE...]

Without files: every .c and .h below src/ and tests/. What uncrustify 0.72 misreads is forgiven: how far
the continuation of a statement stands in (compound literals among arguments, long conditions), and the
blank between the two parentheses of a function pointer.
"""

import difflib
import os
import re
import shutil
import subprocess
import sys

SKIPPED = 77
KERNEL_BRACE = re.compile(r"^\s*(\} )?(if|for|while|switch|else|do)\b.*\{$")
OPERATOR = re.compile(r"\s*(&&|\|\||[-+*/?:|&<>=]) ")
LITERAL = re.compile(r"\"(\\.|[^\"\\])*\"|'(\\.|[^'\\])*'|//.*|/\*.*?\*/|/\*.*$")


def find_files(root):
    for top in ("src", "tests"):
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    yield os.path.join(folder, name)


def lay_out(path, config):
    """What uncrustify makes of a file, as lines."""
    command = ["uncrustify", "-q", "-l", "C", "-c", config, "-f", path]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")


def find_continuations(lines):
    """Which lines go on with what the line before began."""
    places, depth, in_comment, goes_on = set(), 0, False, False
    for i, line in enumerate(lines):
        if in_comment or depth > 0 or goes_on or OPERATOR.match(line):
            places.add(i)
        if in_comment:
            in_comment = "*/" not in line
            continue
        bare = LITERAL.sub("", line).rstrip()
        in_comment = "/*" in line and line.rfind("/*") > line.rfind("*/")
        if not bare.strip():
            continue
        depth = max(0, depth + bare.count("(") - bare.count(")"))
        goes_on = not bare.endswith((";", "{", "}", ":", ")", ",")) and not bare.lstrip().startswith("#")
        if bare.endswith("\\"):
            goes_on = True
    return places


def normalise(line, is_continuation):
    line = re.sub(r"\)\s*\(", ") (", line)
    return line.lstrip(" ") if is_continuation else line


def compare(before, after):
    """Yields (first, last, replacement) for each run of lines of `before` that is laid out badly."""
    goes_on_before, goes_on_after = find_continuations(before), find_continuations(after)
    left = [normalise(line, i in goes_on_before) for i, line in enumerate(before)]
    right = [normalise(line, i in goes_on_after) for i, line in enumerate(after)]
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield i1, i2, after[j1:j2]


def check(path, config, root, fix):
    with open(path, encoding="utf-8") as file:
        before = file.read().split("\n")
    hunks = list(compare(before, lay_out(path, config)))
    shown = os.path.relpath(path, root)

    for first, last, lines in hunks:
        for i in range(first, last):
            print(f"{shown}:{i + 1}: - {before[i]}")
        for line in lines:
            print(f"{shown}:{first + 1}: + {line}")
    for i, line in enumerate(before):
        if KERNEL_BRACE.match(line):
            print(f"{shown}:{i + 1}: the brace belongs on a line of its own: {line.strip()}")
            hunks.append(None)

    if fix:
        for first, last, lines in reversed([hunk for hunk in hunks if hunk]):
            before[first:last] = lines
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(before))
    return len(hunks)


def main(arguments):
    fix = "--fix" in arguments
    arguments = [word for word in arguments if word != "--fix"]
    if not arguments:
        sys.exit(__doc__)

    root = os.path.abspath(arguments[0])
    if shutil.which("uncrustify") is None:
        print("uncrustify is not installed: the format is not checked")
        return SKIPPED

    config = os.path.join(root, "build-aux", "uncrustify.cfg")
    files = [os.path.abspath(path) for path in arguments[1:]] or list(find_files(root))
    n_bad = sum(check(path, config, root, fix) > 0 for path in files)
    print(f"{len(files)} files, {n_bad} " + ("mended" if fix else "laid out otherwise"))
    return 1 if n_bad > 0 and not fix else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
