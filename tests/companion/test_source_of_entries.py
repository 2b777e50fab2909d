"""show_source of an entry of a table: the engine's ops are instances, named by an assignment."""

import pytest

from companion import show_source
from handgrad.ops.elementwise import EXP, TANH
from handgrad.scalar import Value


@pytest.mark.parametrize(("op", "name"), [(EXP, "EXP"), (TANH, "TANH")])
def test_an_op_is_shown_as_the_statement_that_names_it(op: object, name: str) -> None:
    text = str(show_source(op))
    assert text.strip().startswith(f"{name} = Op(")
    assert text.endswith(f"# handgrad/ops/elementwise.py, {name}")
    assert "lambda g, y, a" in text


def test_an_instance_that_no_module_names_is_refused_in_one_line() -> None:
    with pytest.raises(TypeError, match="Value has no source lines"):
        show_source(Value(2.0))
