"""The table of differentiable operations: one row each, from which parity with torch is tested and reported."""

from tests.engine.rows import arrangements, elementwise, indexing, matrices, products, reductions, shapes
from tests.engine.rows.base import Call, Row

FAMILIES = {
    "elementwise": elementwise.ROWS,
    "reductions": reductions.ROWS,
    "shapes": shapes.ROWS,
    "arrangements": arrangements.ROWS,
    "indexing": indexing.ROWS,
    "products": products.ROWS,
    "matrices": matrices.ROWS,
}
__all__ = ["FAMILIES", "Call", "Row"]
