"""Tensors as plain data, for a grader that runs a reader's code in another process (entry point autograder.values)."""

from typing import Any


class TensorByValue:
    """handgrad.Tensor without its graph: data, requires_grad and .grad."""

    name = "handgrad.Tensor"

    def matches(self, value: object) -> bool:
        """Whether `value` is one of our tensors, and not of a subclass."""
        import handgrad

        return type(value) is handgrad.Tensor

    def encode(self, value: Any) -> Any:
        """(array, requires_grad, array of .grad or None)."""
        grad = None if not value.is_leaf or value.grad is None else value.grad.detach().numpy()
        return (value.detach().numpy(), bool(value.requires_grad), grad)

    def decode(self, parts: Any) -> Any:
        """A leaf with the same data. Raises ValueError where `parts` is not what `encode` gives."""
        import numpy as np

        import handgrad

        array, requires_grad, grad = parts
        if not isinstance(array, np.ndarray):
            raise ValueError(f"want an array, got {type(array).__name__}")
        tensor = handgrad.tensor(array, requires_grad=bool(requires_grad))
        if grad is not None:
            tensor.grad = handgrad.tensor(grad)
        return tensor

    def copy_into(self, old: Any, new: Any) -> bool:
        """Make `old` equal to `new` in place; False where shape or dtype differ."""
        import numpy as np

        import handgrad

        if old.shape != new.shape or old.dtype != new.dtype:
            return False
        with handgrad.no_grad():
            if not np.array_equal(old.detach().numpy(), new.detach().numpy(), equal_nan=old.dtype.is_floating_point):
                old.copy_(new)
        if old.is_leaf:
            old.grad = new.grad
        return True


VALUES = (TensorByValue(),)
