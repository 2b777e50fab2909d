"""Reverse mode on plain numbers: each Value keeps its parents and the slope towards each of them."""

from __future__ import annotations

import math
from itertools import count
from operator import attrgetter

_tick = count().__next__


class Value:
    """A number that remembers how it was made: data = op(parents), slopes[i] = ∂data/∂parents[i].

    An operand that is a plain number has no slope; it stands in `number`, for pictures.
    `grad` is filled by `backward()`. On inputs it adds up over calls, as in torch; on the numbers in between it
    holds the adjoint of the last sweep. Raises ValueError or TypeError (Python's own) if `data` is not a number.
    """

    __slots__ = ("data", "grad", "name", "number", "op", "parents", "slopes", "tick")

    def __init__(self, data: float, name: str | None = None, op: str = "", parents: Values = (), slopes: Slopes = (),
                 number: float | None = None):  # fmt: skip
        self.data, self.grad, self.name, self.op = data if op else float(data), 0.0, name, op
        self.parents, self.slopes, self.number = parents, slopes, number
        self.tick = _tick()  # parents are older than their children: creation order is a topological order

    def __add__(self, other: Value | float) -> Value:
        if isinstance(other, Value):
            return Value(self.data + other.data, None, "+", (self, other), (1.0, 1.0))
        return Value(self.data + other, None, "+", (self,), (1.0,), other)

    def __mul__(self, other: Value | float) -> Value:
        if isinstance(other, Value):
            return Value(self.data * other.data, None, "×", (self, other), (other.data, self.data))
        return Value(self.data * other, None, "×", (self,), (other,), other)

    def __pow__(self, k: float) -> Value:
        if isinstance(k, Value):
            raise TypeError("Value ** Value is not supported: the exponent must be a number; write (b * a.log()).exp()")
        return Value(self.data**k, None, "**", (self,), (k * self.data ** (k - 1) if k else 0.0,), k)

    __radd__, __rmul__ = __add__, __mul__
    __neg__ = lambda self: self * -1.0
    __sub__ = lambda self, other: self + -other
    __rsub__ = lambda self, other: -self + other
    __truediv__ = lambda self, other: self * other**-1.0
    __rtruediv__ = lambda self, other: self**-1.0 * other

    def relu(self) -> Value:
        return Value(max(self.data, 0.0), None, "relu", (self,), (1.0 if self.data > 0 else 0.0,))

    def tanh(self) -> Value:
        y = math.tanh(self.data)
        return Value(y, None, "tanh", (self,), (1 - y * y,))

    def exp(self) -> Value:
        y = math.exp(self.data)
        return Value(y, None, "exp", (self,), (y,))

    def log(self) -> Value:
        return Value(math.log(self.data), None, "log", (self,), (1 / self.data,))

    def backward(self) -> None:
        """Fill `grad` of every number that this one was made from: ∂self/∂number, summed over all paths."""
        order = topological(self)
        for node in order:
            node.grad = 0.0 if node.parents else node.grad
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


Values = tuple[Value, ...]
Slopes = tuple[float, ...]
