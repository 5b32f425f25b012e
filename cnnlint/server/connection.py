"""The connection to an editor: how it begins and ends, and what is said to one that errs."""

from __future__ import annotations

import asyncio
import os
import sys

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, BinaryIO, NoReturn

#: Between two looks at whether the editor still runs, in seconds.
LOOKS = 3.0


class Connection(LanguageServerProtocol):
    """The protocol, with an answer to every request: who asks waits for one."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A message in the types of the protocol; None for a request that was refused."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "method" not in data or "id" not in data:
                raise
            self._send_response(data["id"], None, error.to_response_error())
            return None

    def handle_message(self, message: Any) -> None:
        """Give a message to whom it concerns, but for those that come too early or too late."""
        if message is None:
            return
        method = getattr(message, "method", None)
        early = self._workspace is None and method not in (None, types.INITIALIZE, types.EXIT)
        late = self._shutdown and method not in (None, types.EXIT)
        if not (early or late):
            super().handle_message(message)
        elif hasattr(message, "id"):
            code = types.ErrorCodes.ServerNotInitialized
            said = "the server is not initialized yet"
            if late:
                code, said = types.ErrorCodes.InvalidRequest, "the server was shut down"
            self._send_response(message.id, None, types.ResponseError(code, said))


class Output:
    """Standard output. Who does not read it any more is gone."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> None:
        try:
            self._stream.write(data)
            self._stream.flush()
        except OSError:
            leave(1)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """The process ends after this, which closes it."""


def is_alive(process: int) -> bool:
    """Whether a process runs, or is not ours to ask about."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def is_seen(process: int) -> bool:
    """Whether the editor can be seen from here: it may run beside a container, for instance.

    On Windows the pipes go with it, and asking in this way would end it.
    """
    return sys.platform != "win32" and is_alive(process)


async def outlive_not(process: int) -> None:
    """End with the editor, where it dies and something else holds its end of the pipes."""
    while is_alive(process):
        await asyncio.sleep(LOOKS)
    leave(1)


def leave(status: int) -> NoReturn:
    """End now: a text that is still read is of no use to anybody."""
    sys.stderr.flush()
    os._exit(status)
