"""You divide the numerator of the quotient rule by the denominator once; it is divided by its square."""


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
        rate = (self.dot * other.value - self.value * other.dot) / other.value
        return Dual(self.value / other.value, rate)

    def exp(self):
        value = math.exp(self.value)
        return Dual(value, value * self.dot)

    def sin(self):
        return Dual(math.sin(self.value), math.cos(self.value) * self.dot)

    __radd__, __rmul__ = __add__, __mul__

    def __rtruediv__(self, other):
        return lift(other) / self


def lift(other):
    return other if isinstance(other, Dual) else Dual(other)
