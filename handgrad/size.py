"""torch.Size: a tuple of lengths with its own repr."""

from math import prod


class Size(tuple[int, ...]):
    """The lengths of a tensor's axes."""

    __slots__ = ()

    def numel(self) -> int:
        return prod(self)

    def __repr__(self) -> str:
        return f"torch.Size({list(self)})"
