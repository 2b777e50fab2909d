"""The mistakes that a learner makes, each as f(T) for a library T."""

from typing import Any

import numpy as np


def x2(T: Any) -> Any:
    return T.tensor([1.0, 2.0], requires_grad=True)


def m(T: Any, *shape: int) -> Any:
    return T.ones(*shape, requires_grad=True)


def edited(T: Any, make: Any, edit: Any) -> None:
    """Save, edit, sweep: w → h = 2w → y = make(h), then edit(h)."""
    h = x2(T) * 2
    y = make(h)
    edit(h)
    y.sum().backward()


def twice(T: Any, y: Any) -> None:
    y.backward()
    y.backward()


def custom(T: Any, backward: Any = None) -> Any:
    class Mine(T.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any) -> Any:
            ctx.save_for_backward(x)
            return x * 2

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            return backward(ctx, g) if backward else g

    return Mine


def no_float(T: Any) -> Any:
    return float(T.ones(2))


def _ctx(T: Any) -> Any:
    class Saves(T.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any) -> Any:
            ctx.save_for_backward(1.0)
            return x * 1

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            return g

    Saves.apply(x2(T))
    raise AssertionError("save_for_backward took a number")


MISTAKES: dict[str, Any] = {
    # --- backward and grad
    "second backward": lambda T: twice(T, (x2(T) ** 2).sum()),
    "second backward through exp": lambda T: twice(T, x2(T).exp().sum()),
    "second backward through matmul": lambda T: twice(T, (m(T, 2, 2) @ m(T, 2, 2)).sum()),
    "second grad": lambda T: (lambda x, y: [T.autograd.grad(y, x) for _ in range(2)])(
        *(lambda x: (x, (x * x).sum()))(x2(T))
    ),
    "backward of a non-scalar": lambda T: (x2(T) * 2).backward(),
    "grad of a non-scalar": lambda T: (lambda x: T.autograd.grad(x * 2, x))(x2(T)),
    "backward of a constant": lambda T: T.ones(1).sum().backward(),
    "backward of a detached": lambda T: (x2(T) * 2).sum().detach().backward(),
    "backward of a no_grad result": lambda T: T.no_grad()(lambda: (x2(T) * 2).sum())().backward(),
    "backward of an int": lambda T: T.tensor(3).backward(),
    "backward of the second of two": lambda T: T.autograd.backward([x2(T).sum(), T.ones(())]),
    "gradient of another shape": lambda T: (x2(T) * 2).backward(T.ones(3)),
    "gradient that is a list": lambda T: (x2(T) * 2).backward([1.0, 1.0]),
    "gradient that is a number": lambda T: (x2(T) * 2).backward(1.0),
    "too few grad_outputs": lambda T: (lambda x: T.autograd.grad([x.sum(), x.mean()], x, [T.ones(())]))(x2(T)),
    "grad of what was not used": lambda T: T.autograd.grad(x2(T).sum(), x2(T)),
    "grad of the second that was not used": lambda T: (lambda x: T.autograd.grad(x.sum(), [x, x2(T)]))(x2(T)),
    "grad with respect to a constant": lambda T: T.autograd.grad(x2(T).sum(), T.ones(2)),
    "grad with respect to a detached": lambda T: (lambda x: T.autograd.grad(x.sum(), x.detach()))(x2(T)),
    # --- flags
    "integers that require grad": lambda T: T.tensor([1], requires_grad=True),
    "integer zeros that require grad": lambda T: T.zeros(2, dtype=T.int64, requires_grad=True),
    "arange that requires grad": lambda T: T.arange(3, requires_grad=True),
    "requires_grad_ of integers": lambda T: T.tensor([1]).requires_grad_(),
    "requires_grad = True on bools": lambda T: setattr(T.tensor([True]), "requires_grad", True),
    "requires_grad_(False) on a result": lambda T: (x2(T) * 2).requires_grad_(False),
    "requires_grad = False on a result": lambda T: setattr(x2(T) * 2, "requires_grad", False),
    "retain_grad of a constant": lambda T: T.ones(2).retain_grad(),
    "hook on a constant": lambda T: T.ones(2).register_hook(print),
    "grad of another size": lambda T: setattr(x2(T), "grad", T.ones(3)),
    "grad that is a list": lambda T: setattr(x2(T), "grad", [1.0, 2.0]),
    "grad of another dtype": lambda T: setattr(x2(T), "grad", T.ones(2, dtype=T.float64)),
    # --- in place
    "leaf in place": lambda T: x2(T).add_(1),
    "leaf +=": lambda T: exec("x += 1", {"x": x2(T)}),
    "leaf assignment": lambda T: x2(T).__setitem__(0, 5.0),
    "leaf zero_": lambda T: x2(T).zero_(),
    "leaf fill_": lambda T: x2(T).fill_(1.0),
    "leaf copy_": lambda T: x2(T).copy_(T.ones(2)),
    "view of a leaf in place": lambda T: x2(T)[0].add_(1),
    "view of a leaf assigned": lambda T: x2(T)[0:1].__setitem__(0, 1.0),
    "transpose of a leaf in place": lambda T: m(T, 2, 3).t().mul_(2),
    "edited factor": lambda T: edited(T, lambda h: h * h, lambda h: h.add_(1)),
    "edited factor, twice": lambda T: edited(T, lambda h: h * h, lambda h: h.add_(1).mul_(2)),
    "edited power": lambda T: edited(T, lambda h: h**3, lambda h: h.mul_(2)),
    "edited log": lambda T: edited(T, lambda h: h.log(), lambda h: h.mul_(2)),
    "edited sin by assignment": lambda T: edited(T, lambda h: h.sin(), lambda h: h.__setitem__(0, 1.0)),
    "edited after a matmul": lambda T: edited(T, lambda h: m(T, 2, 2) @ h, lambda h: h.mul_(2)),
    "edited result of exp": lambda T: (lambda y: (y.add_(1), y.sum().backward()))(x2(T).exp()),
    "edited result of sqrt": lambda T: (lambda y: (y.add_(1), y.sum().backward()))(x2(T).sqrt()),
    "edited result of tanh": lambda T: (lambda y: (y.zero_(), y.sum().backward()))(x2(T).tanh()),
    "edited constant": lambda T: (lambda c, x: (lambda y: (c.add_(1), y.sum().backward()))(c * x))(T.ones(2), x2(T)),
    "edited leaf under no_grad": lambda T: (lambda x: (lambda y: (T.no_grad()(x.add_)(1), y.sum().backward()))(x * x))(
        x2(T)
    ),
    "edited double": lambda T: (lambda c, x: (lambda y: (c.add_(1), y.sum().backward()))(c * x))(
        T.ones(2, 3, dtype=T.float64), T.ones(3, dtype=T.float64, requires_grad=True)
    ),
    "float into int in place": lambda T: T.tensor([1, 2]).add_(0.5),
    "int divided in place": lambda T: T.tensor([1, 2]).div_(2),
    "in place to a larger shape": lambda T: T.ones(2).add_(T.ones(3, 2)),
    "expanded in place": lambda T: T.ones(1).expand(3).add_(1),
    # --- leaving the library
    "numpy() of a leaf": lambda T: x2(T).numpy(),
    "numpy() of a result": lambda T: (x2(T) * 2).numpy(),
    "np.asarray of a leaf": lambda T: np.asarray(x2(T)),
    "float() of two": lambda T: float(T.ones(2)),
    "int() of two": lambda T: int(T.ones(2)),
    "item() of two": lambda T: T.ones(2).item(),
    "item() of none": lambda T: T.ones(0).item(),
    "bool of two": lambda T: bool(T.ones(2)),
    "bool of none": lambda T: bool(T.ones(0)),
    "if on a comparison": lambda T: 1 if T.ones(2) > 0 else 0,
    "len of 0-d": lambda T: len(T.tensor(1.0)),
    "iterate 0-d": lambda T: list(T.tensor(1.0)),
    "float as an index": lambda T: [1, 2][T.tensor(1.0)],
    "deepcopy of a result": lambda T: __import__("copy").deepcopy(x2(T) * 2),
    # --- shapes
    "diagonal of an axis with itself": lambda T: T.diagonal(T.ones(2, 3), 0, 1, -1),
    "flip of one axis twice": lambda T: T.flip(T.ones(2, 3), (0, -2)),
    "linspace with negative steps": lambda T: T.linspace(0, 1, -1),
    "eye of negative size": lambda T: T.eye(2, -1),
    "add of 2 and 3": lambda T: T.ones(2) + T.ones(3),
    "mul of (2, 3) and (2,)": lambda T: T.ones(2, 3) * T.ones(2),
    "maximum of (4, 2) and (3, 1)": lambda T: T.maximum(T.ones(4, 2), T.ones(3, 1)),
    "comparison of 2 and 3": lambda T: T.ones(2) > T.ones(3),
    "where of 2 and 3": lambda T: T.where(T.tensor([True, False]), T.ones(3), T.ones(3)),
    "matmul of (2, 3) and (2, 3)": lambda T: T.ones(2, 3) @ T.ones(2, 3),
    "mm of (2, 3) and (2, 3)": lambda T: T.mm(T.ones(2, 3), T.ones(2, 3)),
    "matmul of (2, 3) and (2,)": lambda T: T.ones(2, 3) @ T.ones(2),
    "matmul of (2,) and (3, 2)": lambda T: T.ones(2) @ T.ones(3, 2),
    "matmul of 2 and 3": lambda T: T.ones(2) @ T.ones(3),
    "matmul of 0-d": lambda T: T.tensor(1.0) @ T.ones(2),
    "matmul of batches": lambda T: T.ones(2, 2, 3) @ T.ones(3, 3, 2),
    "matmul of batches with inner mismatch": lambda T: T.ones(2, 2, 3) @ T.ones(2, 2, 3),
    "matmul of float and double": lambda T: T.ones(2, 2) @ T.ones(2, 2, dtype=T.float64),
    "matmul of float and int": lambda T: T.ones(2, 2) @ T.ones(2, 2, dtype=T.int64),
    "mv of float and double": lambda T: T.ones(2, 2) @ T.ones(2, dtype=T.float64),
    "dot of float and double": lambda T: T.ones(2).dot(T.ones(2, dtype=T.float64)),
    "batched matmul of float and double": lambda T: T.ones(1, 2, 2) @ T.ones(1, 2, 2, dtype=T.float64),
    "matmul with a list": lambda T: T.matmul(T.ones(2), [1.0, 2.0]),
    "@ with a number": lambda T: T.ones(2) @ 2,
    "dot of 2 and 3": lambda T: T.ones(2).dot(T.ones(3)),
    "dot of matrices": lambda T: T.ones(2, 2).dot(T.ones(2, 2)),
    "mv of matrices": lambda T: T.ones(2, 2).mv(T.ones(2, 2)),
    "mm of a vector": lambda T: T.ones(2).mm(T.ones(2, 2)),
    "mm with a vector": lambda T: T.ones(2, 2).mm(T.ones(2)),
    "bmm of matrices": lambda T: T.bmm(T.ones(2, 2), T.ones(2, 2)),
    "bmm of batches": lambda T: T.bmm(T.ones(2, 2, 2), T.ones(1, 2, 2)),
    "outer of a matrix": lambda T: T.outer(T.ones(2, 2), T.ones(2)),
    "reshape to another size": lambda T: T.ones(6).reshape(4, 2),
    "reshape with two holes": lambda T: T.ones(6).reshape(-1, -1),
    "reshape with a hole that does not fit": lambda T: T.ones(6).reshape(-1, 4),
    "view of a transpose": lambda T: T.ones(2, 3).t().view(6),
    "view to another size": lambda T: T.ones(6).view(4, 2),
    "expand of 2 to 3": lambda T: T.ones(2).expand(3),
    "expand to fewer axes": lambda T: T.ones(2, 3).expand(3),
    "expand of an inner axis": lambda T: T.ones(2, 3).expand(4, 3),
    "expand of a new axis with -1": lambda T: T.ones(3).expand(-1, 3),
    "t() of three axes": lambda T: T.ones(2, 2, 2).t(),
    "permute of too few axes": lambda T: T.ones(2, 3).permute(0),
    "permute of an axis twice": lambda T: T.ones(2, 3).permute(0, 0),
    "transpose of axis 5": lambda T: T.ones(2, 3).transpose(0, 5),
    "sum over axis 2": lambda T: T.ones(2, 3).sum(2),
    "sum over axis -3": lambda T: T.ones(2, 3).sum(-3),
    "sum over an axis twice": lambda T: T.ones(2, 3).sum((0, 0)),
    "mean over axis 2": lambda T: T.ones(2, 3).mean(2),
    "argmax over axis 2": lambda T: T.ones(2, 3).argmax(2),
    "max over axis 2": lambda T: T.ones(2, 3).max(2),
    "cumsum over axis 2": lambda T: T.ones(2, 3).cumsum(2),
    "softmax over axis 2": lambda T: T.nn.functional.softmax(T.ones(2, 3), 2),
    "unsqueeze at 4": lambda T: T.ones(2, 3).unsqueeze(4),
    "squeeze of axis 2": lambda T: T.ones(2, 3).squeeze(2),
    "flatten backwards": lambda T: T.ones(2, 3).flatten(1, 0),
    "size of axis 2": lambda T: T.ones(2, 3).size(2),
    "max of nothing": lambda T: T.ones(0).max(),
    "amax of nothing": lambda T: T.ones(0).amax(),
    "argmax of nothing": lambda T: T.ones(0).argmax(),
    "cat of nothing": lambda T: T.cat([]),
    "cat of 0-d": lambda T: T.cat([T.tensor(1.0), T.tensor(2.0)]),
    "cat of (2, 3) and (2, 4)": lambda T: T.cat([T.ones(2, 3), T.ones(2, 4)]),
    "cat of (2, 3) and (2,)": lambda T: T.cat([T.ones(2, 3), T.ones(2)]),
    "cat of a tensor": lambda T: T.cat(T.ones(2, 3)),
    "stack of 2 and 3": lambda T: T.stack([T.ones(2), T.ones(3)]),
    "stack of nothing": lambda T: T.stack([]),
    # --- indices
    "index out of bounds": lambda T: T.ones(2, 3)[2],
    "index out of bounds in axis 1": lambda T: T.ones(2, 3)[0, 3],
    "negative index out of bounds": lambda T: T.ones(2, 3)[-3],
    "too many indices": lambda T: T.ones(2, 3)[0, 0, 0],
    "index of 0-d": lambda T: T.tensor(1.0)[0],
    "float index": lambda T: T.ones(2)[0.5],
    "string index": lambda T: T.ones(2)["a"],
    "float tensor as index": lambda T: T.ones(2)[T.tensor([0.0])],
    "tensor index out of bounds": lambda T: T.ones(2)[T.tensor([0, 2])],
    "list index out of bounds": lambda T: T.ones(2, 3)[[0, 5]],
    "mask of another length": lambda T: T.ones(2)[T.tensor([True, False, True])],
    "mask of another length in axis 1": lambda T: T.ones(2, 2)[:, T.tensor([True, False, True])],
    "index tensors that do not broadcast": lambda T: T.ones(3, 3)[T.tensor([0, 1]), T.tensor([0, 1, 2])],
    "negative step": lambda T: T.ones(3)[::-1],
    "assignment of another shape": lambda T: T.ones(3).__setitem__(slice(0, 2), T.ones(3)),
    "assignment of another shape by mask": lambda T: T.ones(3).__setitem__(T.tensor([True, True, False]), T.ones(3)),
    "gather index out of bounds": lambda T: T.gather(T.ones(2, 2), 0, T.tensor([[5]])),
    "index_select out of bounds": lambda T: T.index_select(T.ones(2), 0, T.tensor([5])),
    # --- dtypes and arguments
    "mean of integers": lambda T: T.tensor([1, 2]).mean(),
    "mean of bools": lambda T: T.tensor([True]).mean(),
    "std of integers": lambda T: T.tensor([1, 2]).std(),
    "integer to a negative power": lambda T: T.tensor(2) ** -1,
    "minus on bools": lambda T: T.tensor([True]) - T.tensor([False]),
    "negation of bools": lambda T: -T.tensor([True]),
    "where with a float condition": lambda T: T.where(T.ones(2), T.ones(2), T.ones(2)),
    "clamp without bounds": lambda T: T.ones(2).clamp(),
    "masked_fill with a float mask": lambda T: T.ones(2).masked_fill(T.ones(2), 0.0),
    "tensor of a string": lambda T: T.tensor("one"),
    "tensor of strings": lambda T: T.tensor(["one", "two"]),
    "tensor of None": lambda T: T.tensor(None),
    "tensor of a list with None": lambda T: T.tensor([1.0, None]),
    "tensor of a dict": lambda T: T.tensor({}),
    "tensor of uneven lists": lambda T: T.tensor([[1.0, 2.0], [3.0]]),
    "tensor of uneven depth": lambda T: T.tensor([[1.0], 2.0]),
    "tensor on cuda": lambda T: T.tensor([1.0], device="cuda"),
    "exp of a number": lambda T: T.exp(1.0),
    "relu of a list": lambda T: T.relu([1.0]),
    "sum of a list": lambda T: T.sum([1.0]),
    "mul with a string": lambda T: T.ones(2) * "a",
    "plus None": lambda T: T.ones(2) + None,
    "plus a list": lambda T: T.ones(2) + [1.0, 2.0],  # noqa: RUF005
    "from_numpy of a list": lambda T: T.from_numpy([1.0]),
    "from_numpy of strings": lambda T: T.from_numpy(np.array(["a"])),
    "arange with a zero step": lambda T: T.arange(0, 3, 0),
    "arange the wrong way": lambda T: T.arange(3, 0),
    "full without a value": lambda T: T.full((2,)),
    "zeros of a negative size": lambda T: T.zeros(-1),
    "zeros of a float size": lambda T: T.zeros(2.5),
    "randint upside down": lambda T: T.randint(3, 1, (2,)),
    "set_default_dtype(int64)": lambda T: T.set_default_dtype(T.int64),
    "a name that is not there": lambda T: T.tensor([1.0]).softmaxx(0),
    "a function that is not there": lambda T: T.sofmax,
    # --- custom functions and checks
    "calling a Function": lambda T: custom(T)()(x2(T)),
    "a backward with too many gradients": lambda T: custom(T, lambda ctx, g: (g, g)).apply(x2(T)).sum().backward(),
    "saving a number": lambda T: custom(T).forward(_ctx(T), 1.0),
    "a freed custom function": lambda T: twice(
        T, custom(T, lambda ctx, g: g * ctx.saved_tensors[0]).apply(x2(T)).sum()
    ),
    "an edited custom function": lambda T: edited(
        T, lambda h: custom(T, lambda ctx, g: g * ctx.saved_tensors[0]).apply(h), lambda h: h.add_(1)
    ),
    "gradcheck without inputs that require grad": lambda T: T.autograd.gradcheck(
        lambda x: x, (T.ones(2, dtype=T.float64),)
    ),
    "func.grad of a non-scalar": lambda T: T.func.grad(lambda x: x * 2)(T.ones(2)),
    "func.grad of a plain number": lambda T: T.func.grad(lambda x: 3.0)(T.ones(2)),
    "func.jvp with lists": lambda T: T.func.jvp(lambda x: x, [T.ones(2)], [T.ones(2)]),
    "func.jvp with too few tangents": lambda T: T.func.jvp(lambda x, y: x, (T.ones(2), T.ones(2)), (T.ones(2),)),
    "func.jvp with a tangent of another shape": lambda T: T.func.jvp(lambda x: x, (T.ones(2),), (T.ones(3),)),
    "functional.vjp without v": lambda T: T.autograd.functional.vjp(lambda x: x * 2, T.ones(2)),
    "functional.jvp without v": lambda T: T.autograd.functional.jvp(lambda x: x * 2, T.ones(2)),
    "functional.hvp of a non-scalar": lambda T: T.autograd.functional.hvp(lambda x: x * 2, T.ones(2), T.ones(2)),
}
