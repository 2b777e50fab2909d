"""You give exp its own slope and drop the rate that comes in: slope and incoming rate are multiplied."""


class Dual:
    def __init__(self, value, dot=0.0):
        self.value, self.dot = value, dot

    def __add__(self, other):
        other = lift(other)
        return Dual(self.value + other.value, self.dot + other.dot)

    def __mul__(self, other):
        other = lift(other)
        return Dual(self.value * other.value, self.dot * other.value + self.value * other.dot)

    def __truediv__(self, other):
        other = lift(other)
        quotient = self.value / other.value
        return Dual(quotient, (self.dot - quotient * other.dot) / other.value)

    def exp(self):
        value = math.exp(self.value)
        return Dual(value, value)

    def sin(self):
        return Dual(math.sin(self.value), math.cos(self.value) * self.dot)

    __radd__, __rmul__ = __add__, __mul__

    def __rtruediv__(self, other):
        return lift(other) / self


def lift(other):
    return other if isinstance(other, Dual) else Dual(other)
