"""Parameter and Module: tensors that belong to a model, and the tree that holds them."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from handgrad.record import no_grad, wrap
from handgrad.tensor import Tensor


class Parameter(Tensor):
    """A leaf tensor that a Module finds by itself; requires_grad=True by default; torch.nn.Parameter."""

    __slots__ = ()

    def __init__(self, data: Any = None, requires_grad: bool = True) -> None:
        if data is None:
            data = wrap(np.empty(0, np.float32))
        if not isinstance(data, Tensor):
            raise TypeError(f"Parameter data must be a Tensor, got {type(data).__name__}: use Parameter(tensor(…))")
        self._data, self._node = data._array(), None
        if requires_grad:
            self.requires_grad_()

    def __repr__(self) -> str:
        return "Parameter containing:\n" + super().__repr__()


class Module:
    """A part of a model: parameters, buffers and further Modules are found as attributes; torch.nn.Module."""

    training: bool

    def __init__(self) -> None:
        self.__dict__.update(_parameters={}, _modules={}, _buffers={}, training=True)

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, Parameter | Module):
            if "_parameters" not in self.__dict__:
                kind = "parameters" if isinstance(value, Parameter) else "module"
                raise AttributeError(f"cannot assign {kind} before Module.__init__() call")
            self.__dict__.pop(name, None)
            (self._parameters if isinstance(value, Parameter) else self._modules)[name] = value
            return
        for held in ("_parameters", "_modules", "_buffers"):
            if name in self.__dict__.get(held, {}):
                self._replace(held, name, value)
                return
        object.__setattr__(self, name, value)

    def _replace(self, held: str, name: str, value: Any) -> None:
        if held == "_parameters" and value is not None:
            raise TypeError(
                f"cannot assign '{type(value).__name__}' as parameter '{name}' (torch.nn.Parameter or None expected)"
            )
        self.__dict__[held][name] = value

    def __getattr__(self, name: str) -> Any:
        for held in ("_parameters", "_modules", "_buffers"):
            found = self.__dict__.get(held, {})
            if name in found:
                return found[name]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def register_buffer(self, name: str, tensor: Tensor | None) -> None:
        """A tensor that belongs to the state but is not trained."""
        self._buffers[name] = tensor

    def register_parameter(self, name: str, param: Parameter | None) -> None:
        """The same as assigning it."""
        self._parameters[name] = param

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """What the module computes; a subclass defines it."""
        raise NotImplementedError(f'Module [{type(self).__name__}] is missing the required "forward" function')

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.forward(*args, **kwargs)

    # --- the tree
    def named_modules(self, prefix: str = "") -> Iterator[tuple[str, "Module"]]:
        """This module and all below it, with their dotted names."""
        yield prefix, self
        for name, module in self._modules.items():
            if module is not None:
                yield from module.named_modules(f"{prefix}.{name}" if prefix else name)

    def modules(self) -> Iterator["Module"]:
        return (m for _, m in self.named_modules())

    def children(self) -> Iterator["Module"]:
        return iter(self._modules.values())

    def named_children(self) -> Iterator[tuple[str, "Module"]]:
        return iter(self._modules.items())

    def _named(self, held: str) -> Iterator[tuple[str, Any]]:
        seen = set()
        for prefix, module in self.named_modules():
            for name, t in module.__dict__[held].items():
                if t is not None and id(t) not in seen:
                    seen.add(id(t))
                    yield f"{prefix}.{name}" if prefix else name, t

    def named_parameters(self) -> Iterator[tuple[str, Parameter]]:
        """All parameters once each, with their dotted names."""
        return self._named("_parameters")

    def parameters(self) -> Iterator[Parameter]:
        return (p for _, p in self.named_parameters())

    def named_buffers(self) -> Iterator[tuple[str, Tensor]]:
        return self._named("_buffers")

    def apply(self, fn: Callable[["Module"], None]) -> "Module":
        """fn on every module, children first."""
        for child in self.children():
            child.apply(fn)
        fn(self)
        return self

    # --- state and mode
    def train(self, mode: bool = True) -> "Module":
        """Training mode (Dropout drops) for this module and all below it."""
        for module in self.modules():
            module.__dict__["training"] = mode
        return self

    def eval(self) -> "Module":
        return self.train(False)

    def requires_grad_(self, requires_grad: bool = True) -> "Module":
        for p in self.parameters():
            p.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients (or set them to zero)."""
        for p in self.parameters():
            if set_to_none:
                p.grad = None
            elif p.grad is not None:
                p.grad.zero_()

    def state_dict(self) -> dict[str, Tensor]:
        """All parameters and buffers by name, detached, sharing memory."""
        return {name: t.detach() for name, t in (*self.named_parameters(), *self.named_buffers())}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Copy values in; RuntimeError names missing, unexpected and misshapen entries."""
        mine = self.state_dict()
        problems = [f'Missing key(s) in state_dict: "{k}". ' for k in mine if k not in state_dict]
        problems += [f'Unexpected key(s) in state_dict: "{k}". ' for k in state_dict if k not in mine]
        problems += [
            f"size mismatch for {k}: copying a param with shape {state_dict[k].shape} from checkpoint, the shape in "
            f"current model is {mine[k].shape}."
            for k in mine
            if k in state_dict and tuple(state_dict[k].shape) != tuple(mine[k].shape)
        ]
        if problems:
            raise RuntimeError(f"Error(s) in loading state_dict for {type(self).__name__}:\n\t" + "\n\t".join(problems))
        with no_grad():
            for k, t in mine.items():
                t.copy_(state_dict[k])

    def to(self, dtype: Any) -> "Module":
        """All floating parameters in another dtype; they stay leaves."""
        from handgrad.dtypes import as_numpy

        for p in self.parameters():
            p._data = p._data.astype(as_numpy(dtype))
        return self

    def double(self) -> "Module":
        from handgrad.dtypes import float64

        return self.to(float64)

    def extra_repr(self) -> str:
        return ""

    def __repr__(self) -> str:
        lines = [f"({name}): " + repr(m).replace("\n", "\n  ") for name, m in self._modules.items()]
        if not lines:
            return f"{type(self).__name__}({self.extra_repr()})"
        return f"{type(self).__name__}(\n  " + "\n  ".join(lines) + "\n)"
