"""Saves in processes of their own, so that strace can refuse one of them a system call, or end it there.

    python -S saver.py A-FOLDER-TO-WARM-UP-IN THE-SEARCH-PATH-FOR-MODULES

For each line `KIND<tab>HOME<tab>FILE` it makes a process that is ready to save, answers with its number, and
waits for one more line to let it go. Into FILE goes what that process says: "saved" once the save has
returned, the message of a problem, or a traceback. The second answer is how it ended. Everything is loaded
and was done once before the first line is read, so that the new process makes the calls of a save and hardly
any other.
"""

import ctypes
import os
import select
import sys
from pathlib import Path

#: Lets strace look at a process that it did not start, on systems that ask for that (Yama).
_PR_SET_PTRACER, _ANY = 0x59616D61, ctypes.c_ulong(-1)

#: Paths that are asked for before a save and after it, and are never there: marks among the calls.
BEGIN, END = "/the-save-begins", "/the-save-ends"


def save(kind: str, home: str) -> str:
    """Make one save between the marks, and return what there is to say about it."""
    from saves import ACKNOWLEDGED, KINDS
    from storage_samples import home_at

    from couplekit.errors import FileProblem

    window = home_at(Path(home), patience=0)
    os.access(BEGIN, os.F_OK)
    try:
        KINDS[kind].save(window)
        said = ACKNOWLEDGED
    except FileProblem as problem:
        said = str(problem)
    os.access(END, os.F_OK)
    return said


def serve(libc: ctypes.CDLL, kind: str, home: str, out: str) -> None:
    """Make one process that saves, and see it through."""
    wait, go = os.pipe()
    ready, say_ready = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(go)
        libc.prctl(_PR_SET_PTRACER, _ANY, 0, 0, 0)
        file = os.open(out, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(file, sys.stderr.fileno())  # a fault of ours is looked for there too
        os.close(say_ready)
        select.select([wait], [], [])  # a call that no save makes
        os.write(file, save(kind, home).encode("utf-8"))
        os._exit(0)
    os.close(wait)
    os.close(say_ready)
    os.read(ready, 1)  # until the other end of it is closed: nothing before the wait is counted by strace
    os.close(ready)
    print(child, flush=True)
    sys.stdin.readline()
    os.close(go)
    print(os.waitpid(child, 0)[1], flush=True)


def main(warm: str, path: str) -> None:
    """Warm up, then serve until there are no more lines."""
    sys.path[:] = path.split(os.pathsep)
    from saves import KINDS
    from storage_samples import home_at

    for number, (name, kind) in enumerate(KINDS.items()):
        home = Path(warm) / str(number)
        kind.before(home_at(home))
        save(name, str(home))
        kind.found(home_at(home))
    libc = ctypes.CDLL(None)
    for line in iter(sys.stdin.readline, ""):
        serve(libc, *line.rstrip("\n").split("\t"))


if __name__ == "__main__":
    main(*sys.argv[1:])
