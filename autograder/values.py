"""Value types beyond Python's and numpy's: torch's are here, others come by the entry point group `autograder.values`.

A package registers a tuple of objects with the attributes of `ValueType`, and need not import this one:

    [project.entry-points."autograder.values"]
    mypackage = "mypackage.plain:VALUES"
"""

import importlib
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import entry_points
from typing import Any, Protocol


class ValueType(Protocol):
    """How one type crosses by value. `encode` gives parts made of plain data, `decode` makes the value of them."""

    name: str  # the kind on the wire, for example "torch.Tensor"; its first word is the module that must be loaded

    def matches(self, value: object) -> bool: ...
    def encode(self, value: Any) -> Any: ...
    def decode(self, parts: Any) -> Any: ...
    def copy_into(self, old: Any, new: Any) -> bool:
        """Make `old` equal to `new` in place; False where the two are too different for that."""


class TorchTensor:
    """torch.Tensor without its graph: data, requires_grad and .grad. A Parameter crosses as a tensor."""

    name = "torch.Tensor"

    def matches(self, value: object) -> bool:
        torch: Any = sys.modules["torch"]
        return type(value) in (torch.Tensor, torch.nn.Parameter) and value.layout == torch.strided  # type: ignore[attr-defined]

    def encode(self, value: Any) -> Any:
        import torch

        data = value.detach().cpu().contiguous().resolve_conj().resolve_neg().reshape(-1)
        raw = data.view(torch.uint8).numpy().tobytes() if data.numel() else b""
        grad = self.encode(value.grad) if value.is_leaf and value.grad is not None else None
        return (str(value.dtype).removeprefix("torch."), tuple(value.shape), raw, value.requires_grad, grad)

    def decode(self, parts: Any) -> Any:
        import torch

        name, shape, raw, requires_grad, grad = parts
        dtype = TorchDtype().decode(name)
        flat = torch.frombuffer(bytearray(raw), dtype=dtype) if raw else torch.empty(0, dtype=dtype)
        tensor = flat.reshape(tuple(int(n) for n in shape)).requires_grad_(bool(requires_grad))
        if grad is not None:
            tensor.grad = self.decode(grad)
        return tensor

    def copy_into(self, old: Any, new: Any) -> bool:
        import torch

        if old.shape != new.shape or old.dtype != new.dtype:
            return False
        with torch.no_grad():
            if not torch.equal(old, new):
                old.copy_(new)
        if old.is_leaf:
            old.grad = new.grad
        return True


class TorchDtype:
    """torch.float32 and its like, by name."""

    name = "torch.dtype"

    def matches(self, value: object) -> bool:
        return type(value) is sys.modules["torch"].dtype

    def encode(self, value: Any) -> Any:
        return str(value).removeprefix("torch.")

    def decode(self, parts: Any) -> Any:
        import torch

        dtype = getattr(torch, str(parts), None)
        if not isinstance(dtype, torch.dtype):
            raise ValueError(f"no torch dtype {str(parts)[:40]!r}")
        return dtype

    def copy_into(self, old: Any, new: Any) -> bool:
        return bool(old == new)


class TorchSize:
    """torch.Size, the type of a tensor's shape."""

    name = "torch.Size"

    def matches(self, value: object) -> bool:
        return type(value) is sys.modules["torch"].Size

    def encode(self, value: Any) -> Any:
        return tuple(value)

    def decode(self, parts: Any) -> Any:
        import torch

        return torch.Size(parts)

    def copy_into(self, old: Any, new: Any) -> bool:
        return bool(old == new)


unasked: set[str] = set()  # modules that are loaded because a value came whose type needs them, and for nothing else


@cache
def registered() -> tuple[ValueType, ...]:
    """Every value type of this installation. Loading one must not need the module that it is about."""
    ours: tuple[ValueType, ...] = (TorchTensor(), TorchDtype(), TorchSize())
    return ours + tuple(v for point in entry_points(group="autograder.values") for v in point.load())


def kind_of(value: object) -> ValueType | None:
    """The type that carries `value`. Only types whose module is loaded are asked: no value of another can exist."""
    for kind in registered():
        if kind.name.split(".")[0] in sys.modules and kind.matches(value):
            return kind
    return None


def by_kind(name: object) -> ValueType | None:
    """The type registered as `name`, its module imported."""
    found = next((kind for kind in registered() if kind.name == name), None)
    module = found.name.split(".")[0] if found is not None else "sys"
    if module not in sys.modules:
        loaded = set(sys.modules)
        with suppress(ImportError):
            importlib.import_module(module)
        unasked.update(set(sys.modules) - loaded)
    return found
