"""Laws that every layout keeps, on random graphs."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from companion.layout import GAP_ACROSS, Layout, layered


@st.composite
def graphs(draw):
    count = draw(st.integers(1, 25))
    sizes = [(draw(st.floats(40, 160)), draw(st.floats(30, 90))) for _ in range(count)]
    edges = [
        (draw(st.integers(0, target - 1)), target) for target in range(1, count) for _ in range(draw(st.integers(1, 3)))
    ]
    return sizes, edges


def box(layout: Layout, sizes, i):
    (u, w), (along, across) = layout.centres[i], sizes[i]
    return u - along / 2, u + along / 2, w - across / 2, w + across / 2


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_boxes_of_a_layer_keep_their_distance(graph):
    sizes, edges = graph
    layout = layered(sizes, edges)
    boxes = [box(layout, sizes, i) for i in range(len(sizes))]
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            beside = a[3] + GAP_ACROSS <= b[2] + 1e-6 or b[3] + GAP_ACROSS <= a[2] + 1e-6
            apart = a[1] < b[0] or b[1] < a[0]
            assert beside or apart


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_arrows_run_forward_from_box_to_box_and_through_no_other(graph):
    sizes, edges = graph
    layout = layered(sizes, edges)
    for (source, target), route in zip(edges, layout.routes, strict=True):
        assert abs(route[0][0] - box(layout, sizes, source)[1]) < 1e-6
        assert abs(route[-1][0] - box(layout, sizes, target)[0]) < 1e-6
        assert all(a[0] <= b[0] + 1e-6 for a, b in pairwise(route))
        # It bends only where its layer has ended and where the next has not begun.
        own = [box(layout, sizes, i)[1] for i, (u, _) in enumerate(layout.centres) if u == layout.centres[source][0]]
        last = [box(layout, sizes, i)[0] for i, (u, _) in enumerate(layout.centres) if u == layout.centres[target][0]]
        assert route[1][0] >= max(own) - 1e-6
        assert route[-2][0] <= min(last) + 1e-6
        for i in range(len(sizes)):
            left, right, low, high = box(layout, sizes, i)
            for (u0, w0), (u1, w1) in zip(route[::2], route[1::2], strict=True):
                # Inside a layer arrows run straight; between layers there are no boxes.
                assert w0 == w1
                assert i in (source, target) or u1 <= left + 1e-6 or right <= u0 + 1e-6 or not low < w0 < high


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_the_layout_begins_at_zero_and_ends_at_its_size(graph):
    sizes, edges = graph
    layout = layered(sizes, edges)
    boxes = [box(layout, sizes, i) for i in range(len(sizes))]
    assert min(b[0] for b in boxes) > -1e-6
    assert min(b[2] for b in boxes) > -1e-6
    assert max(b[1] for b in boxes) < layout.length + 1e-6
    assert max(b[3] for b in boxes) < layout.breadth + 1e-6


def test_two_arrows_between_the_same_boxes_are_apart():
    layout = layered([(80, 40), (80, 40)], [(0, 1), (0, 1)])
    first, second = layout.routes
    assert abs(first[0][1] - second[0][1]) >= 10
    assert abs(first[-1][1] - second[-1][1]) >= 10


def test_a_crossing_that_can_be_avoided_is_avoided():
    layout = layered([(80, 40)] * 4, [(0, 3), (1, 2)])
    assert (layout.centres[0][1] < layout.centres[1][1]) == (layout.centres[3][1] < layout.centres[2][1])


def test_a_chain_is_straight():
    layout = layered([(80, 40)] * 5, [(i, i + 1) for i in range(4)])
    assert len({round(w, 6) for _, w in layout.centres}) == 1


def test_an_input_stands_next_to_its_first_use():
    layout = layered([(80, 40)] * 5, [(0, 2), (2, 3), (1, 4), (3, 4)])
    assert layout.centres[1][0] == layout.centres[3][0]
