"""The supervisor: a small process between Odoo and what Odoo starts.

A script of its own (standard library only, ``python -I -S child.py LIFELINE REPORT``),
never imported by Odoo.

    Odoo worker ──lifeline──▶ supervisor ──fork──▶ main program ──▶ descendants
                ◀──report───

It adopts every orphan below it (child subreaper), so no descendant gets away by setsid
or a double fork. The lifeline is a pipe whose other end only the worker holds. First it
brings the order, one JSON line. When it closes, because the worker closed it or was
killed, everything below ends. The parent-death signal would not do: it is sent when the
*thread* that started us ends, and Odoo's threads end with their request.
"""

# what is gone already needs no more: nobody is there to tell
# pylint: disable=except-pass

import ctypes
import json
import os
import resource
import select
import signal
import sys
import time

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
LIBC = ctypes.CDLL(None, use_errno=True)
GIVE_UP_SECONDS = 5
WATCH_SECONDS = 0.25
IGNORED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGPIPE)


def main(lifeline, report):
    """Start the program of the order, and see to it until the lifeline closes."""
    # the program may signal its parent; only the lifeline ends the supervisor
    for number in IGNORED:
        signal.signal(number, signal.SIG_IGN)
    LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    for descriptor in (lifeline, report):
        os.set_inheritable(descriptor, False)
    wake = watch_children()
    order = json.loads(read_line(lifeline))
    started, error = start(order)
    if error:
        tell(report, {"error": error})
        return
    let_go_of_all_but(lifeline, report, *wake)
    attend(started, lifeline, report, wake[0], order["processes"])
    end_descendants()


def watch_children():
    """A pipe that becomes readable when a child has ended."""
    wake = os.pipe()
    os.set_blocking(wake[0], False)
    os.set_blocking(wake[1], False)
    signal.set_wakeup_fd(wake[1], warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return wake


def read_line(descriptor):
    """One line of the lifeline; the end of this process if it closes before."""
    line = b""
    while not line.endswith(b"\n"):
        part = os.read(descriptor, 65536)
        if not part:
            os._exit(0)
        line += part
    return line


def start(order):
    """Fork the main program.

    Returns its process id and None, or None and why it could not start.
    """
    read, write = os.pipe()
    try:
        process = os.fork()
    except OSError as error:
        return None, str(error)
    if not process:
        become(order, write)
    os.close(write)
    with os.fdopen(read, "rb") as reason:
        text = reason.read().decode()
    return (None, text) if text else (process, None)


def become(order, complain):
    """In the fork: turn into the main program."""
    try:
        # a session of its own: `kill 0` does not reach the supervisor
        os.setsid()
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        for number in (*IGNORED, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        os.chdir(order["cwd"])
        if isinstance(order["cwd"], int):
            os.close(order["cwd"])
        prefer_for_oom()
        for name, value in order["limits"].items():
            limit(getattr(resource, name), value)
        os.execve(order["argv"][0], order["argv"], order["env"])
    except BaseException as error:
        os.write(complain, str(error).encode(errors="replace")[:4000])
    finally:
        os._exit(127)


def limit(kind, value):
    """Lower a limit; what is lower already stays."""
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def prefer_for_oom():
    """When memory runs out the kernel shall end this program, not Odoo."""
    try:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("800")
    except OSError:
        pass


def let_go_of_all_but(*kept):
    """Close what belongs to the program, so that its readers see its end."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) not in kept:
            close(int(name))


def close(descriptor):
    """Close a descriptor, which may be closed already."""
    try:
        os.close(descriptor)
    except OSError:
        pass


def attend(process, lifeline, report, wake, most):
    """Report the end of the main program; return when the lifeline closes.

    Also returns when there are more than ``most`` processes below.
    """
    while True:
        ready, _, _ = select.select([lifeline, wake], [], [], WATCH_SECONDS)
        if lifeline in ready and not os.read(lifeline, 4096):
            return
        if wake in ready:
            os.read(wake, 4096)
        for ended, status in reap():
            if ended == process:
                tell(report, {"status": os.waitstatus_to_exitcode(status)})
        if len(descendants()) > most:
            error = f"It started more than {most} processes and was ended."
            tell(report, {"status": -signal.SIGKILL, "error": error})
            return


def reap():
    """Collect every child that has ended: [(process id, status)]."""
    ended = []
    while True:
        try:
            process, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if not process:
            return ended
        ended.append((process, status))


def tell(report, message):
    """Write one JSON line to the report, if somebody still reads it."""
    try:
        os.write(report, json.dumps(message).encode() + b"\n")
    except OSError:
        pass


def end_descendants():
    """Kill the tree until none of it is left.

    Whole process groups first: that is one step, however quickly a group forks. What
    became another user's (``sudo``) cannot be killed: the wait has an end.
    """
    give_up = time.monotonic() + GIVE_UP_SECONDS
    while time.monotonic() < give_up:
        tree = descendants()
        if not tree:
            return
        # the supervisor is alone in its group, the program opened a session
        kill_all(os.killpg, set(tree.values()) - {os.getpgrp()})
        kill_all(os.kill, tree)
        reap()


def kill_all(kill, targets):
    """Kill processes or groups, of which some may be gone."""
    for target in targets:
        try:
            kill(target, signal.SIGKILL)
        except OSError:
            pass


def descendants():
    """Everything below this process: {process id: process group}."""
    children, groups = {}, {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (found := kinship(name)):
            parent, groups[int(name)] = found
            children.setdefault(parent, []).append(int(name))
    tree, todo = {}, [os.getpid()]
    while todo:
        for process in children.get(todo.pop(), []):
            tree[process] = groups[process]
            todo.append(process)
    return tree


def kinship(process):
    """Parent and group of a process; None when it is gone."""
    try:
        with open(f"/proc/{process}/stat", "rb") as file:
            # the name in parentheses may itself hold spaces and parentheses
            fields = file.read().rpartition(b")")[2].split()
            return int(fields[1]), int(fields[2])
    except (OSError, IndexError, ValueError):
        return None


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
