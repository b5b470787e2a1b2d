"""Several cores at one step without waiting for one another in every product: each lane is a thread with one core that
takes batches from the step's and adds up their gradients."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import TypeVar

import torch

Item = TypeVar("Item")
Result = TypeVar("Result")


class Lanes:
    """So many threads, each of which multiplies on one core."""

    def __init__(self, count: int) -> None:
        torch.set_num_threads(1)
        self.count = count
        self._threads = ThreadPoolExecutor(count, initializer=torch.set_num_threads, initargs=(1,))

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """The results in the order of the items."""
        return list(self._threads.map(work, items))

    def summed(
        self, gradients: Callable[[Item], tuple[list[torch.Tensor], float]], items: Sequence[Item]
    ) -> tuple[list[torch.Tensor], float]:
        """The sums of what `gradients` gives for every item."""
        waiting: SimpleQueue[Item] = SimpleQueue()
        for item in items:
            waiting.put(item)

        def lane(_: int) -> tuple[list[torch.Tensor], float] | None:
            total: list[torch.Tensor] | None = None
            losses = 0.0
            while True:
                try:
                    item = waiting.get_nowait()
                except Empty:
                    return None if total is None else (total, losses)
                found, loss = gradients(item)
                losses += loss
                if total is None:
                    total = found
                else:
                    torch._foreach_add_(total, found)

        sums = [found for found in self._threads.map(lane, range(self.count)) if found is not None]
        first, losses = sums[0]
        for other, loss in sums[1:]:
            torch._foreach_add_(first, other)
            losses += loss
        return first, losses
