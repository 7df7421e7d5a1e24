"""A shell as small as can be: it leads a session on its terminal and runs one job in the foreground.

Without a shell above it nothing can be put to sleep with Ctrl-Z, and nobody is there to hang up. Run as a
program: `shell.py TOLD WAKE COMMAND...`. It writes what becomes of the job to the descriptor TOLD, one line
each, and wakes a job that sleeps for every byte it reads from WAKE.
"""

import contextlib
import fcntl
import os
import signal
import sys
import termios

#: What stands before a line that somebody types to it.
PROMPT = "$ "
#: It has taken its terminal back, and a line can be typed again.
READY = f"\r\n{PROMPT}"
#: What a job gets as the system has it, whatever was ignored where the shell was started.
_AS_BY_DEFAULT = (
    signal.SIGINT,
    signal.SIGQUIT,
    signal.SIGTERM,
    signal.SIGHUP,
    signal.SIGTSTP,
    signal.SIGTTIN,
    signal.SIGTTOU,
)


def main() -> None:
    """Run the job to its end."""
    told, wake, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    # To take the terminal back from a job is to write to it from the background.
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.write(1, f"{PROMPT}couplekit\r\n".encode())
    job = os.fork()
    if job == 0:
        os.setpgid(0, 0)
        os.tcsetpgrp(0, os.getpid())
        for number in _AS_BY_DEFAULT:
            signal.signal(number, signal.SIG_DFL)
        os.execv(command[0], command)
    with contextlib.suppress(OSError):  # it may have done so itself by now
        os.setpgid(job, job)
        os.tcsetpgrp(0, job)

    def hang_up(*_: object) -> None:
        with contextlib.suppress(ProcessLookupError):  # it may have noticed by itself, and be gone
            os.killpg(job, signal.SIGHUP)

    # A window that is closed hangs up on the shell, and the shell on its job.
    signal.signal(signal.SIGHUP, hang_up)
    os.write(told, f"runs {job}\n".encode())
    while True:
        _, status = os.waitpid(job, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            break
        os.tcsetpgrp(0, os.getpgrp())
        os.write(1, READY.encode())
        os.write(told, b"sleeps\n")
        os.read(wake, 1)
        os.tcsetpgrp(0, job)
        os.killpg(job, signal.SIGCONT)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the job's number may be somebody else's from here on
    code = os.waitstatus_to_exitcode(status)
    with contextlib.suppress(OSError):  # the window may be closed
        os.tcsetpgrp(0, os.getpgrp())
        os.write(1, READY.encode())
    os.write(told, f"ended {128 - code if code < 0 else code}{' core' * os.WCOREDUMP(status)}\n".encode())


if __name__ == "__main__":
    main()
