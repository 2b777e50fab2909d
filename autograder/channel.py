"""Frames over a socket: a length, then that many bytes, each with a deadline."""

import socket
import struct
import time

from .wire import BOUNDS


class ChannelClosed(Exception):
    """The other side is gone, sent something that is no frame, or did not answer in time."""


class Channel:
    """One end of a connection that carries frames. After an error it is closed: half a frame cannot be read on."""

    def __init__(self, connection: socket.socket, most: int = BOUNDS.bytes + 4) -> None:
        self.connection, self.most, self.unread = connection, most, bytearray()

    def send(self, frame: bytes, deadline: float | None = None) -> None:
        """Send one frame before `deadline` (of time.monotonic()). Raises ChannelClosed."""
        try:
            self._wait_until(deadline)
            self.connection.sendall(struct.pack("!Q", len(frame)) + frame)
        except OSError as e:
            raise self._closed(e) from None

    def receive(self, deadline: float | None = None) -> bytes:
        """The next frame. Raises ChannelClosed where none comes before `deadline`."""
        try:
            (size,) = struct.unpack("!Q", self._exactly(8, deadline))
            if size > self.most:
                self.close()
                raise ChannelClosed(f"sent {size} bytes at once, at most {self.most} are taken")
            return self._exactly(size, deadline)
        except OSError as e:
            raise self._closed(e) from None

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    def _exactly(self, size: int, deadline: float | None) -> bytes:
        while len(self.unread) < size:
            self._wait_until(deadline)
            part = self.connection.recv(1 << 18)
            if not part:
                self.close()
                raise ChannelClosed("ended")
            self.unread += part
        wanted = bytes(self.unread[:size])
        del self.unread[:size]
        return wanted

    def _wait_until(self, deadline: float | None) -> None:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise TimeoutError
        self.connection.settimeout(left)

    def _closed(self, error: OSError) -> ChannelClosed:
        self.close()
        return ChannelClosed("did not answer in time" if isinstance(error, TimeoutError) else "ended")
