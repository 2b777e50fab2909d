"""Reverse mode on plain numbers: each Value keeps its parents and the slope towards each of them."""

import math
from collections.abc import Callable
from itertools import count
from operator import attrgetter
from typing import Union

_tick: Callable[[], int] = count().__next__
Operand = Union["Value", float]


class Value:
    """A number that remembers how it was made: value = op(parents), slopes[i] = ∂value/∂parents[i].

    `grad` is filled by `backward()`. On inputs it adds up over calls, as in torch; on the numbers in between it
    holds the adjoint of the last sweep. Raises ValueError or TypeError (Python's own) if `data` is not a number.
    """

    __slots__ = ("data", "grad", "name", "op", "parents", "slopes", "tick")
    __array_ufunc__ = None  # so that numpy numbers leave `np.float64(2) * value` to us

    def __init__(
        self,
        data: float,
        name: str | None = None,
        op: str = "",
        parents: tuple["Value", ...] = (),
        slopes: tuple[float, ...] = (),
    ) -> None:
        self.data = data if op else float(data)
        self.grad = 0.0
        self.name, self.op, self.parents, self.slopes = name, op, parents, slopes
        self.tick = _tick()  # parents are older than their children: creation order is a topological order

    def __add__(self, other: Operand) -> "Value":
        if not isinstance(other, Value):
            return Value(self.data + other, None, f"+ {other}", (self,), (1.0,))
        return Value(self.data + other.data, None, "+", (self, other), (1.0, 1.0))

    def __mul__(self, other: Operand) -> "Value":
        if not isinstance(other, Value):
            return Value(self.data * other, None, f"× {other}", (self,), (other,))
        return Value(self.data * other.data, None, "×", (self, other), (other.data, self.data))

    def __pow__(self, k: float) -> "Value":
        if isinstance(k, Value):
            raise TypeError("Value ** Value is not supported: the exponent must be a number; write (b * a.log()).exp()")
        slope = k * self.data ** (k - 1) if k else 0.0
        return Value(self.data**k, None, f"** {k}", (self,), (slope,))

    def __neg__(self) -> "Value":
        return self * -1.0

    def __sub__(self, other: Operand) -> "Value":
        return self + -other

    def __rsub__(self, other: float) -> "Value":
        return -self + other

    def __truediv__(self, other: Operand) -> "Value":
        return self * other**-1.0

    def __rtruediv__(self, other: float) -> "Value":
        return self**-1.0 * other

    __radd__, __rmul__ = __add__, __mul__

    def relu(self) -> "Value":
        return Value(max(self.data, 0.0), None, "relu", (self,), (1.0 if self.data > 0 else 0.0,))

    def tanh(self) -> "Value":
        y = math.tanh(self.data)
        return Value(y, None, "tanh", (self,), (1 - y * y,))

    def exp(self) -> "Value":
        y = math.exp(self.data)
        return Value(y, None, "exp", (self,), (y,))

    def log(self) -> "Value":
        return Value(math.log(self.data), None, "log", (self,), (1 / self.data,))

    def backward(self) -> None:
        """Fill `grad` of every number that this one was made from: ∂self/∂number, summed over all paths."""
        order = topological(self)
        for node in order:
            if node.parents:
                node.grad = 0.0
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes, strict=True):
                parent.grad += slope * node.grad

    def __repr__(self) -> str:
        return f"Value(data={self.data:.6g}, grad={self.grad:.6g})"


def topological(root: Value) -> list[Value]:
    """All that `root` was made from, and root itself at the end: every parent stands before its children."""
    seen, stack = {root}, [root]
    while stack:
        for parent in stack.pop().parents:
            if parent not in seen:
                seen.add(parent)
                stack.append(parent)
    return sorted(seen, key=attrgetter("tick"))
