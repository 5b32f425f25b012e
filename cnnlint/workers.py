"""Several processes for one pile of jobs.

They are forked where that is possible, so that what has been imported need not be imported again:
that pays from a third of a second of work on, where a new interpreter each would take a second.
Jobs are numbers. A worker takes the next one from a pipe that all of them read, and writes which
it is, and then what came of it, as JSON, to a pipe of its own.
"""

from __future__ import annotations

import os

from .cache.plain import from_json, to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from typing import Any

#: A number is written in so many bytes. Pipes pass that on in one piece.
WIDTH = 4
#: What a pipe surely holds, in numbers, while nobody reads.
AHEAD = 1_000


def count(wanted: int = 0) -> int:
    """How many processes to use: as many as wanted, or as many as this one may use processors."""
    if not hasattr(os, "fork"):
        return 1
    if wanted:
        return wanted
    affinity = getattr(os, "sched_getaffinity", None)
    return (len(affinity(0)) if affinity is not None else os.cpu_count()) or 1


class Died(Exception):
    """A process ended while it was at a job; the message says how."""


class Worker:
    """A child process; `job` is what it is at, and `buffer` what has arrived of its answer."""

    __slots__ = ("buffer", "job", "pid", "pipe")

    def __init__(self, pid: int, pipe: int) -> None:
        self.pid = pid
        self.pipe = pipe  # for its answers
        self.job = -1
        self.buffer = bytearray()


def share(
    jobs: Sequence[int], work: Callable[[int], Any], number: int
) -> Generator[tuple[int, Any]]:
    """Each job with what `work` made of it, in the order in which they are done.

    With the job that a worker did not survive comes `Died`, and with those that were left when
    the last of them had ended comes None. However this ends, the workers end with it.
    """
    from select import select

    reading, writing = os.pipe()
    workers: dict[int, Worker] = {}
    left = dict.fromkeys(jobs)
    todo = iter(jobs)
    try:
        for _ in range(min(number, len(jobs))):
            worker = _start(work, reading, writing, workers)
            workers[worker.pipe] = worker
        os.close(reading)
        reading = -1
        sent = done = 0
        while workers:
            while writing >= 0 and sent - done < AHEAD:
                job = next(todo, -1)
                try:
                    if job >= 0:
                        os.write(writing, job.to_bytes(WIDTH, "little"))
                        sent += 1
                        continue
                except BrokenPipeError:  # no worker is left to read it
                    pass
                os.close(writing)
                writing = -1
            for pipe in select(list(workers), [], [])[0]:
                worker = workers[pipe]
                data = os.read(pipe, 1 << 16)
                if data:
                    answers = list(_answers(worker, data))
                else:
                    del workers[pipe]
                    os.close(pipe)
                    died = Died(_end(os.waitpid(worker.pid, 0)[1]))
                    answers = [(worker.job, died)] if worker.job >= 0 else []
                for job, answer in answers:
                    del left[job]
                    done += 1
                    yield job, answer
    finally:
        for each in (reading, writing):
            if each >= 0:
                os.close(each)
        for worker in workers.values():
            os.kill(worker.pid, 9)
            os.close(worker.pipe)
            os.waitpid(worker.pid, 0)
    for job in left:
        yield job, None


def _answers(worker: Worker, data: bytes) -> Iterator[tuple[int, Any]]:
    """What has arrived whole: a line each, with the job's number and what came of it."""
    worker.buffer += data
    *lines, rest = bytes(worker.buffer).split(b"\n")
    worker.buffer = bytearray(rest)
    for line in lines:
        job, *answer = from_json(line.decode())
        worker.job = -1 if answer else job
        if answer:
            yield job, answer[0]


def _end(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"it was ended by signal {-code}" if code < 0 else f"it ended with status {code}"


def _start(
    work: Callable[[int], Any], reading: int, writing: int, others: dict[int, Worker]
) -> Worker:
    answers, pipe = os.pipe()
    pid = os.fork()
    if pid:
        os.close(pipe)
        return Worker(pid, answers)
    status = 1
    try:
        for each in (writing, answers, *others):
            os.close(each)
        while number := os.read(reading, WIDTH):
            job = int.from_bytes(number, "little")
            _write(pipe, b"[%d]\n" % job)
            _write(pipe, f"{to_json([job, work(job)])}\n".encode())
        status = 0
    except BaseException:  # interrupted, or nobody reads any more: whoever started this knows
        pass
    finally:
        os._exit(status)


def _write(pipe: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(pipe, view) :]
