"""Where boxes and arrows go: a layered drawing of a graph, after Sugiyama, Tagawa and Toda (1981).

Layers by longest path; a lane, an unseen box, where an arrow passes a layer; barycentre sweeps against crossings; then
places that pull neighbours level. `along` is the direction of the arrows, `across` the other: the caller turns them
into x and y.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

GAP_ALONG = 52.0  # between layers: room for a curve and the slope on it
GAP_ACROSS = 18.0  # between boxes of one layer
LANE = 10.0  # what an arrow needs where it passes a layer
PORT = 14.0  # between arrows at the side of a box
SWEEPS = 12

Point = tuple[float, float]  # (along, across)


@dataclass(frozen=True)
class Layout:
    """Centres of the boxes and, for each edge, its corner points from source to target, as (along, across)."""

    centres: tuple[Point, ...]
    routes: tuple[tuple[Point, ...], ...]
    length: float
    breadth: float


@dataclass(frozen=True)
class _Ranks:
    layers: list[list[int]]  # boxes and lanes, layer by layer, in order across
    chains: list[list[int]]  # for each edge: source, its lanes, target
    links: list[tuple[int, int]]  # neighbours in adjacent layers


def layered(sizes: Sequence[Point], edges: Sequence[tuple[int, int]]) -> Layout:
    """Lay out boxes of the given (along, across) sizes, given in topological order, and edges (source, target)."""
    layer = _longest_path(len(sizes), edges)
    ranks = _with_lanes(layer, edges)
    _uncross(ranks)
    boxes = [*sizes, *[(0.0, LANE)] * (sum(map(len, ranks.layers)) - len(sizes))]
    across = _level(ranks, [size[1] for size in boxes], len(sizes))
    bands = _bands(ranks, boxes)
    of = {node: i for i, nodes in enumerate(ranks.layers) for node in nodes}
    centre = [((bands[of[i]][0] + bands[of[i]][1]) / 2, across[i]) for i in range(len(boxes))]
    routes = _routes(ranks, boxes, centre, [bands[of[i]] for i in range(len(boxes))])
    breadth = max(w + boxes[i][1] / 2 for i, (_, w) in enumerate(centre))
    return Layout(tuple(centre[: len(sizes)]), routes, bands[-1][1], breadth)


def _longest_path(count: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    layer = [0] * count
    for source, target in sorted(edges, key=lambda edge: edge[1]):
        layer[target] = max(layer[target], layer[source] + 1)
    # An input stands next to its first use instead of far out at the start.
    used_by: dict[int, int] = {}
    for source, target in edges:
        used_by[source] = min(used_by.get(source, layer[target]), layer[target])
    made = {target for _, target in edges}
    return [used_by.get(i, 1) - 1 if i not in made else layer[i] for i in range(count)]


def _with_lanes(layer: list[int], edges: Sequence[tuple[int, int]]) -> _Ranks:
    lowest = min(layer)
    layers: list[list[int]] = [[] for _ in range(max(layer) - lowest + 1)]
    for node, rank in enumerate(layer):
        layers[rank - lowest].append(node)
    lanes: dict[tuple[int, int], int] = {}  # arrows from one box share their lanes and part where they must
    chains = []
    for source, target in edges:
        passed = [(source, rank) for rank in range(layer[source] + 1, layer[target])]
        for key in passed:
            if key not in lanes:
                lanes[key] = len(layer) + len(lanes)
                layers[key[1] - lowest].append(lanes[key])
        chains.append([source, *(lanes[key] for key in passed), target])
    links = dict.fromkeys(link for chain in chains for link in pairwise(chain))
    return _Ranks(layers, chains, list(links))


def _uncross(ranks: _Ranks) -> None:
    """Order each layer by the mean place of its neighbours, to and fro; keep the order with the fewest crossings."""
    before, after = _neighbours(ranks.links)
    best, fewest = [list(nodes) for nodes in ranks.layers], _crossings(ranks.layers, after)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        near = before if forward else after
        for nodes in ranks.layers if forward else reversed(ranks.layers):
            place = {node: i for layer in ranks.layers for i, node in enumerate(layer)}
            mean = {n: _mean([place[m] for m in near.get(n, [])], place[n]) for n in nodes}
            nodes.sort(key=mean.__getitem__)
        now = _crossings(ranks.layers, after)
        if now < fewest:
            best, fewest = [list(nodes) for nodes in ranks.layers], now
    ranks.layers[:] = best


def _neighbours(links: list[tuple[int, int]]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    before: dict[int, list[int]] = {}
    after: dict[int, list[int]] = {}
    for a, b in links:
        before.setdefault(b, []).append(a)
        after.setdefault(a, []).append(b)
    return before, after


def _mean(values: list[float] | list[int], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _crossings(layers: list[list[int]], after: dict[int, list[int]]) -> int:
    total = 0
    for upper, lower in pairwise(layers):
        place = {node: i for i, node in enumerate(lower)}
        ends = [sorted(place[m] for m in after.get(node, [])) for node in upper]
        flat = [end for group in ends for end in group]
        starts = [i for i, group in enumerate(ends) for _ in group]
        total += sum(
            flat[i] > flat[j] and starts[i] < starts[j] for i in range(len(flat)) for j in range(i + 1, len(flat))
        )
    return total


def _level(ranks: _Ranks, size: list[float], boxes: int) -> list[float]:
    """Places across: every box as near to the mean of its neighbours as the boxes beside it allow."""
    before, after = _neighbours(ranks.links)
    place = [0.0] * len(size)
    for nodes in ranks.layers:
        _spread(nodes, dict.fromkeys(nodes, 0.0), size, place)
    for sweep in range(2 * SWEEPS):
        for nodes in ranks.layers if sweep % 2 == 0 else reversed(ranks.layers):
            wish = {n: _pull(n, before.get(n, []) + after.get(n, []), place, boxes) for n in nodes}
            _spread(nodes, wish, size, place)
    top = min(place[i] - size[i] / 2 for i in range(len(size)))
    return [w - top for w in place]


def _pull(node: int, near: list[int], place: list[float], boxes: int) -> float:
    """The mean place of the neighbours; from lane to lane counts eight times, so that passing arrows run straight."""
    weights = [8.0 if node >= boxes and other >= boxes else 1.0 for other in near]
    total = sum(place[other] * weight for other, weight in zip(near, weights, strict=True))
    return total / sum(weights) if near else place[node]


def _spread(nodes: list[int], wish: dict[int, float], size: list[float], place: list[float]) -> None:
    """Least-squares places in the given order without overlap: isotonic regression by pooling neighbours."""
    offsets, offset = [], 0.0
    for i, node in enumerate(nodes):
        if i:
            offset += (size[nodes[i - 1]] + size[node]) / 2 + GAP_ACROSS
        offsets.append(offset)
    pools: list[tuple[float, int]] = []
    for node, shift in zip(nodes, offsets, strict=True):
        mean, count = wish[node] - shift, 1
        while pools and pools[-1][0] > mean:
            other, many = pools.pop()
            mean, count = (mean * count + other * many) / (count + many), count + many
        pools.append((mean, count))
    means = [mean for mean, count in pools for _ in range(count)]
    for node, mean, shift in zip(nodes, means, offsets, strict=True):
        place[node] = mean + shift


def _bands(ranks: _Ranks, boxes: list[Point]) -> list[tuple[float, float]]:
    """Start and end of each layer along the arrows."""
    bands, start = [], 0.0
    for nodes in ranks.layers:
        end = start + max(boxes[node][0] for node in nodes)
        bands.append((start, end))
        start = end + GAP_ALONG
    return bands


def _routes(
    ranks: _Ranks, boxes: list[Point], centre: list[Point], band: list[tuple[float, float]]
) -> tuple[tuple[Point, ...], ...]:
    """Corner points of every edge: out of its box, straight to the end of the layer, over the gap, straight through."""
    leaving = _ports([(chain[0], chain[1]) for chain in ranks.chains], boxes, centre)
    arriving = _ports([(chain[-1], chain[-2]) for chain in ranks.chains], boxes, centre)
    routes = []
    for i, chain in enumerate(ranks.chains):
        first, last = chain[0], chain[-1]
        points = [(centre[first][0] + boxes[first][0] / 2, leaving[i]), (band[first][1], leaving[i])]
        for lane in chain[1:-1]:
            points += [(band[lane][0], centre[lane][1]), (band[lane][1], centre[lane][1])]
        points += [(band[last][0], arriving[i]), (centre[last][0] - boxes[last][0] / 2, arriving[i])]
        routes.append(tuple(points))
    return tuple(routes)


def _ports(ends: list[tuple[int, int]], boxes: list[Point], centre: list[Point]) -> list[float]:
    """Where each edge touches its box, given (box, neighbour): side by side, in the order of the neighbours.

    Edges that leave by one lane share a port. Edges to one box do not: both arrows of x * x are seen.
    """
    at: dict[int, list[tuple[float, int, int]]] = {}
    for i, (here, there) in enumerate(ends):
        lane = boxes[there][0] == 0
        port = (centre[there][1], there, 0 if lane else i)
        if port not in at.setdefault(here, []):
            at[here].append(port)
    place = {}
    for here, ports in at.items():
        gap = min(PORT, 0.8 * boxes[here][1] / len(ports))
        for k, port in enumerate(sorted(ports)):
            place[here, port[1], port[2]] = centre[here][1] + (k - (len(ports) - 1) / 2) * gap
    return [place[here, there, 0 if boxes[there][0] == 0 else i] for i, (here, there) in enumerate(ends)]
