"""You put the lengths in a new order and leave the strides; each axis takes its stride along."""


class Strided:
    def __init__(self, storage, shape, strides, offset=0):
        self.storage, self.shape, self.strides, self.offset = storage, tuple(shape), tuple(strides), offset

    def __getitem__(self, index):
        return self.storage[self.place(index)]

    def __setitem__(self, index, number):
        self.storage[self.place(index)] = number

    def place(self, index):
        place = self.offset
        for axis, (i, length, stride) in enumerate(zip(index, self.shape, self.strides)):
            if not -length <= i < length:
                raise IndexError(f"index {i} is out of bounds for dimension {axis} with size {length}")
            place += (i + length if i < 0 else i) * stride
        return place

    def permute(self, *order):
        shape, strides = [self.shape[axis] for axis in order], self.strides
        return Strided(self.storage, shape, strides, self.offset)

    def every(self, axis, start, step):
        shape, strides = list(self.shape), list(self.strides)
        shape[axis] = len(range(start, self.shape[axis], step))
        strides[axis] = step * self.strides[axis]
        return Strided(self.storage, shape, strides, self.offset + start * self.strides[axis])

    def expand(self, *shape):
        strides = [0] * (len(shape) - len(self.shape))
        for old, new, stride in zip(self.shape, shape[len(strides) :], self.strides):
            strides.append(0 if old != new else stride)
        return Strided(self.storage, shape, strides, self.offset)
