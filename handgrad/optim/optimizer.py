"""What all optimizers share: groups of parameters with their settings, and a state for each parameter."""

from collections.abc import Iterable
from typing import Any

from handgrad.record import no_grad
from handgrad.tensor import Tensor


class Optimizer:
    """Steps parameters along their gradients. A subclass gives `defaults` and `update(p, g, state, group)`.

    `params` are tensors, or dicts with "params" and settings of their own; torch.optim.Optimizer. ValueError for an
    empty list, TypeError for anything that is no leaf tensor.
    """

    def __init__(self, params: Any, defaults: dict[str, Any]) -> None:
        if isinstance(params, Tensor):
            raise TypeError(
                "params argument given to the optimizer should be an iterable of Tensors or dicts, but got "
                "torch.FloatTensor"
            )
        groups = list(params)
        if not groups:
            raise ValueError("optimizer got an empty parameter list")
        self.defaults = defaults
        self.state: dict[Tensor, dict[str, Any]] = {}
        self.param_groups: list[dict[str, Any]] = []
        for group in groups if isinstance(groups[0], dict) else [{"params": groups}]:
            self.add_param_group(group)

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Further parameters, with settings of their own."""
        given = param_group["params"]
        params: Iterable[Any] = [given] if isinstance(given, Tensor) else list(given)
        for p in params:
            if not isinstance(p, Tensor):
                raise TypeError(f"optimizer can only optimize Tensors, but one of the params is {type(p).__name__}")
            if not p.is_leaf:
                raise ValueError("can't optimize a non-leaf Tensor")
        self.param_groups.append({**self.defaults, **param_group, "params": params})

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients (or set them to zero)."""
        for group in self.param_groups:
            for p in group["params"]:
                if set_to_none:
                    p.grad = None
                elif p.grad is not None:
                    p.grad.detach_()
                    p.grad.zero_()

    def step(self, closure: Any = None) -> Any:
        """One update of every parameter that has a gradient; the closure's loss if one is given."""
        loss = closure() if closure is not None else None
        with no_grad():
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        self.update(p, p.grad._data, self.state.setdefault(p, {}), group)
        return loss

    def update(self, p: Tensor, g: Any, state: dict[str, Any], group: dict[str, Any]) -> None:
        """One step of parameter p along its gradient g (a raw array)."""
        raise NotImplementedError(f"{type(self).__name__} must define update(p, g, state, group)")

    def state_dict(self) -> dict[str, Any]:
        """The state and the settings, with parameters as numbers."""
        number = {p: k for k, p in enumerate(p for g in self.param_groups for p in g["params"])}
        groups = [{**g, "params": [number[p] for p in g["params"]]} for g in self.param_groups]
        return {"state": {number[p]: s for p, s in self.state.items()}, "param_groups": groups}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on from a state_dict of an optimizer of the same shape."""
        mine, theirs = self.param_groups, state_dict["param_groups"]
        if [len(g["params"]) for g in mine] != [len(g["params"]) for g in theirs]:
            raise ValueError(
                "loaded state dict contains a parameter group that doesn't match the size of optimizer's group"
            )
        params = [p for g in mine for p in g["params"]]
        self.state = {params[k]: dict(s) for k, s in state_dict["state"].items()}
        for g, saved in zip(mine, theirs, strict=True):
            g.update({k: v for k, v in saved.items() if k != "params"})

    def __repr__(self) -> str:
        lines = [f"{type(self).__name__} ("]
        for k, group in enumerate(self.param_groups):
            lines.append(f"Parameter Group {k}")
            lines += [f"    {name}: {group[name]}" for name in sorted(group) if name != "params"]
        return "\n".join([*lines, ")"])
