"""The Tensor: an array, and the node that made it. What it can compute comes from the op tables, by methods.py."""

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from handgrad import dtypes, edits, errors, printing
from handgrad.hooks import Extra, Handle
from handgrad.ops.axes import axis
from handgrad.size import Size
from handgrad.tape import Leaf

ndarray = np.ndarray


class Tensor:
    """A numpy array with a place on the tape; the same names, defaults and errors as torch.Tensor.

    `_data` is a numpy array (a numpy scalar for 0-d results: faster, and the user never sees it); `_node` is None
    for a constant, a Leaf where gradients accumulate, or the Node of the operation that made it.
    """

    __slots__ = ("__weakref__", "_data", "_node")
    __array_priority__ = 1000
    _data: Any
    _node: Any

    def __init__(self, data: Any = ()) -> None:
        self._data, self._node = np.array(data, dtypes.default()), None

    # --- what it is
    @property
    def shape(self) -> Size:
        """The length of each axis, as a tuple with torch's repr."""
        return Size(self._data.shape)

    @property
    def ndim(self) -> int:
        return int(self._data.ndim)

    @property
    def dtype(self) -> dtypes.dtype:
        return dtypes.of(self._data)

    @property
    def device(self) -> str:
        return "cpu"

    def size(self, dim: int | None = None) -> Any:
        """The shape, or the length of one axis."""
        return self.shape if dim is None else self.shape[axis(dim, self.ndim)]

    def dim(self) -> int:
        return int(self._data.ndim)

    def numel(self) -> int:
        """How many entries."""
        return int(self._data.size)

    def element_size(self) -> int:
        return int(self._data.itemsize)

    def is_floating_point(self) -> bool:
        return bool(self._data.dtype.kind == "f")

    # --- its place on the tape
    @property
    def requires_grad(self) -> bool:
        """Whether operations on it are recorded."""
        return self._node is not None

    @requires_grad.setter
    def requires_grad(self, mode: bool) -> None:
        if mode and self._data.dtype.kind != "f":
            raise RuntimeError("only Tensors of floating point and complex dtype can require gradients")
        self.requires_grad_(mode)

    def requires_grad_(self, requires_grad: bool = True) -> "Tensor":
        """Make it a leaf whose gradient accumulates (or no longer); RuntimeError for integers and non-leaves."""
        if not self.is_leaf:
            if not requires_grad:
                raise RuntimeError(errors.NOT_LEAF_FLAG)
        elif not requires_grad:
            self._node = None
        elif self._data.dtype.kind != "f":
            raise RuntimeError(errors.FLOATS_ONLY)
        elif self._node is None:
            self._node = Leaf(self)
        return self

    @property
    def is_leaf(self) -> bool:
        """True unless it is the recorded result of an operation."""
        return self._node is None or self._node.op is None

    @property
    def grad_fn(self) -> Any:
        """The recorded operation that made it; None for leaves."""
        return None if self.is_leaf else self._node

    @property
    def grad(self) -> "Tensor | None":
        """What backward() left here: on leaves, and on others that asked with retain_grad()."""
        n = self._node
        if n is None or n.op is None:
            return None if n is None else n.grad
        if n.extra is None or not n.extra.retain:
            warnings.warn(errors.NOT_LEAF_GRAD, UserWarning, stacklevel=2)
            return None
        return n.extra.grad  # type: ignore[no-any-return]

    @grad.setter
    def grad(self, g: "Tensor | None") -> None:
        if g is not None and not isinstance(g, Tensor):
            raise TypeError(f"assigned grad expected to be a Tensor or None but got grad of type {type(g).__name__}")
        if g is not None:
            self._check_grad(g)
        n = self._node
        if n is None:
            if g is not None:
                raise RuntimeError(errors.NO_GRAD_KEPT)
        elif n.op is None:
            n.grad = g
        else:
            self._extra().grad = g

    def _check_grad(self, g: "Tensor") -> None:
        """A gradient has the shape and the dtype of its tensor."""
        if g.shape != self.shape:
            raise RuntimeError(errors.WRONG_GRAD_SIZE.format(list(g.shape), list(self.shape)))
        if g._data.dtype != self._data.dtype:
            got, want = (dtypes.kind(t._data.dtype) for t in (g, self))
            raise RuntimeError(errors.WRONG_GRAD_DTYPE.format(got.lower(), want))

    def _extra(self) -> Extra:
        """The node's hooks and retained gradient, made on first use."""
        if self._node.extra is None:
            self._node.extra = Extra()
        return self._node.extra  # type: ignore[no-any-return]

    def retain_grad(self) -> None:
        """Keep the gradient of this non-leaf too when backward() passes through."""
        if self._node is None:
            raise RuntimeError(errors.NO_RETAIN)
        if self._node.op is not None:
            self._extra().retain = True

    @property
    def retains_grad(self) -> bool:
        return bool(not self.is_leaf and self._node.extra is not None and self._node.extra.retain)

    def register_hook(self, hook: Any) -> Handle:
        """Call hook(grad) when the gradient of this tensor is complete; a returned Tensor replaces it."""
        if self._node is None:
            raise RuntimeError(errors.NO_HOOK)
        return Handle(self._extra().hooks, hook)

    @property
    def _version(self) -> int:
        return edits.version(self._data)

    # --- its memory
    def _array(self) -> Any:
        """The array itself, 0-d results included, so that others may share its memory."""
        if type(self._data) is not ndarray:
            self._data = np.array(self._data)
        return self._data

    def detach(self) -> "Tensor":
        """The same memory without the history."""
        t = object.__new__(Tensor)
        t._data, t._node = self._array(), None
        return t

    def detach_(self) -> "Tensor":
        """Cut this tensor off from its history, in place."""
        self._node = None
        return self

    @property
    def data(self) -> "Tensor":
        """The same memory, and edits through it are NOT seen by autograd: prefer detach(). As in torch."""
        t = self.detach()
        edits.hide(t)
        return t

    @data.setter
    def data(self, other: "Tensor") -> None:
        self._data = other._array()

    def numpy(self) -> Any:
        """The array itself (shared memory); RuntimeError if it requires grad."""
        if self._node is not None:
            raise RuntimeError(errors.NUMPY_OF_GRAD)
        return self._array()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        return np.array(self.numpy(), dtype, copy=copy)

    def item(self) -> Any:
        """The only entry as a Python number; RuntimeError if there are more."""
        if self._data.size != 1:
            raise RuntimeError(errors.ITEM.format(self._data.size))
        return self._data.item()

    def tolist(self) -> Any:
        return self._data.tolist()

    def data_ptr(self) -> int:
        """The address of the first entry."""
        return int(self._array().__array_interface__["data"][0])

    def stride(self, dim: int | None = None) -> Any:
        """How many entries to step over in memory to move by one along each axis."""
        steps = tuple(s // self._data.itemsize for s in self._data.strides)
        return steps if dim is None else steps[dim]

    def storage_offset(self) -> int:
        return int((self.data_ptr() - edits.owner(self._array()).__array_interface__["data"][0]) // self._data.itemsize)

    def is_contiguous(self) -> bool:
        return bool(self._data.flags.c_contiguous)

    # --- Python's protocols
    def __len__(self) -> int:
        if self._data.ndim == 0:
            raise TypeError("len() of a 0-d tensor")
        return len(self._data)

    def _scalar(self) -> Any:
        if self._data.size != 1:
            raise ValueError(errors.PYTHON_SCALAR)
        return self._data.item()

    def __float__(self) -> float:
        return float(self._scalar())

    def __int__(self) -> int:
        return int(self._scalar())

    def __index__(self) -> int:
        if self._data.size != 1 or self._data.dtype.kind not in "ib":
            raise TypeError("only integer tensors of a single element can be converted to an index")
        return int(self._data.item())

    def __bool__(self) -> bool:
        if self._data.size != 1:
            raise RuntimeError(errors.AMBIGUOUS_BOOL if self._data.size else errors.EMPTY_BOOL)
        return bool(self._data.item())

    def __contains__(self, value: Any) -> bool:
        return bool((self._data == getattr(value, "_data", value)).any())

    def __iter__(self) -> Any:
        if self._data.ndim == 0:
            raise TypeError("iteration over a 0-d tensor")
        return (self[i] for i in range(len(self)))

    def __format__(self, spec: str) -> str:
        return format(self.item(), spec) if self._data.ndim == 0 else object.__format__(self, spec)

    def __hash__(self) -> int:
        return id(self)

    def __reduce__(self) -> Any:
        return _restore, (np.array(self._data), self.requires_grad, type(self))

    def __deepcopy__(self, memo: dict[int, Any]) -> "Tensor":
        if not self.is_leaf:
            raise RuntimeError(errors.DEEPCOPY)
        memo[id(self)] = t = _restore(self._data.copy(), self.requires_grad, type(self))
        return t

    def __repr__(self) -> str:
        return printing.tensor_repr(self)

    if TYPE_CHECKING:  # installed by methods.py

        def __getattr__(self, name: str) -> Any: ...
        def __add__(self, other: Any) -> "Tensor": ...
        def __radd__(self, other: Any) -> "Tensor": ...
        def __sub__(self, other: Any) -> "Tensor": ...
        def __rsub__(self, other: Any) -> "Tensor": ...
        def __mul__(self, other: Any) -> "Tensor": ...
        def __rmul__(self, other: Any) -> "Tensor": ...
        def __truediv__(self, other: Any) -> "Tensor": ...
        def __rtruediv__(self, other: Any) -> "Tensor": ...
        def __pow__(self, other: Any) -> "Tensor": ...
        def __matmul__(self, other: Any) -> "Tensor": ...
        def __neg__(self) -> "Tensor": ...
        def __getitem__(self, index: Any) -> "Tensor": ...


def _restore(data: Any, requires_grad: bool, kind: type[Tensor]) -> Tensor:
    t = object.__new__(kind)
    t._data, t._node = data, None
    return t.requires_grad_(requires_grad)
