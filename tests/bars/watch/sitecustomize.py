"""Loaded by Python itself at the start of a child process, where this folder is on PYTHONPATH.

Any use of the network ends the process with a code of its own, and every file that is opened to be written,
made, moved or removed is named on stderr: whoever started the child looks there.
"""

import os
import sys

#: What the network needs: a call that the standard library, or C code through it, tells of.
_NETWORK = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo")
_NAMES = ("socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo", "socket.getservbyname")
_CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate")
#: The family of sockets that stay on this computer. Its number is the same on every system.
_UNIX = 1
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
#: The exit code of a process that used the network.
USED = 97


def _look(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.__new__" and args[1] != _UNIX:
        _end(f"a socket of the family {args[1]}")
    elif event in _NETWORK or event in _NAMES:
        _end(event)
    elif event in _CHANGES:
        os.write(2, f"WROTE {event} {args[0]!r}\n".encode())
    elif event == "open" and isinstance(args[2], int) and args[2] & _WRITES and not _is_device(args[0]):
        os.write(2, f"WROTE {args[0]!r}\n".encode())


def _is_device(path: object) -> bool:
    return isinstance(path, int) or str(path).startswith("/dev/")


def _end(what: str) -> None:
    os.write(2, f"NETWORK {what}\n".encode())
    os._exit(USED)


sys.addaudithook(_look)
