"""Slots of bytes for tests: in memory, refusing like a full disk, or killed in the middle of a change."""


class MemorySlot:
    """What a browser would keep. kept: what is there after a kill, since only what was flushed is sure."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = bytearray(data)
        self.changes = 0
        self.refuses = False

    def size(self) -> int:
        return len(self.data)

    def read(self, at: int, count: int) -> bytes:
        return bytes(self.data[at : at + count])

    def write(self, at: int, data: bytes) -> None:
        self._step()
        self._put(at, data)

    def _put(self, at: int, data: bytes) -> None:
        """What lies between the end and the place becomes zeros, as in a file."""
        self.data.extend(bytes(max(0, at - len(self.data))))
        self.data[at : at + len(data)] = data

    def flush(self) -> None:
        self._step()

    def truncate(self, size: int) -> None:
        self._step()
        del self.data[size:]

    def _step(self) -> None:
        if self.refuses:
            raise OSError(28, "No space left on device")
        self.changes += 1


class Killed(Exception):
    """The browser is gone."""


class Life:
    """How many changes to its slots a browser still lives for; the last one is written in part."""

    def __init__(self, changes: int, part: float) -> None:
        self.left, self.part = changes, part


class DyingSlot(MemorySlot):
    """A slot of a browser that is killed. What it holds is what the next browser finds."""

    def __init__(self, life: Life, data: bytes = b"") -> None:
        super().__init__(data)
        self.life = life

    def write(self, at: int, data: bytes) -> None:
        if self._is_last():
            some = data[: round(len(data) * self.life.part)]
            self._put(at, some)
            raise Killed
        super().write(at, data)

    def flush(self) -> None:
        if self._is_last():
            raise Killed

    def truncate(self, size: int) -> None:
        if self._is_last():
            raise Killed
        super().truncate(size)

    def _is_last(self) -> bool:
        self.life.left -= 1
        return self.life.left < 0
