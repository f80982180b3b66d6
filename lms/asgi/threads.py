"""A fixed number of threads that run calls for the event loop."""

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

Result = TypeVar("Result")
Work = tuple[Callable[..., Any], tuple[Any, ...], asyncio.AbstractEventLoop, "asyncio.Future[Any]"]


class Threads:
    """Like ThreadPoolExecutor, for one event loop: a call costs less, no lock and no second future is made for it (bench/front.py)."""

    def __init__(self, count: int) -> None:
        self._queue: queue.SimpleQueue[Work] = queue.SimpleQueue()
        for number in range(count):
            threading.Thread(target=self._run, name=f"request-{number}", daemon=True).start()

    async def call(self, function: Callable[..., Result], *arguments: Any) -> Result:
        """Run function(*arguments) in a thread; gives its result or raises its error."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._queue.put((function, arguments, loop, future))
        return await future

    def _run(self) -> None:
        while True:
            function, arguments, loop, future = self._queue.get()
            try:
                loop.call_soon_threadsafe(_resolve_future, future, function(*arguments), None)
            except BaseException as error:
                if loop.is_closed():
                    return
                loop.call_soon_threadsafe(_resolve_future, future, None, error)
            del function, arguments, loop, future  # an idle thread holds no request


def _resolve_future(future: "asyncio.Future[Any]", result: Any, error: BaseException | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
