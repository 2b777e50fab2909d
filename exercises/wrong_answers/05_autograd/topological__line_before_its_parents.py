"""You write a node down before its parents are visited; the line that writes it belongs after the loop."""


def topological(parents_of, root):
    order, written, stack = [], set(), [(root, False)]
    while stack:
        node, parents_done = stack.pop()
        if node in written:
            continue
        if parents_done:
            written.add(node)
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((parent, False) for parent in parents_of(node))
    return order


short_order = ["H", "E", "G", "B", "D", "F", "A", "C"]
