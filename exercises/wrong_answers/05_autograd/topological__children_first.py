"""You list the root first and the inputs last; that is the order of the sweep back, not the order in which values are made."""


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
    return order[::-1]


short_order = ["H", "E", "G", "B", "F", "A", "D", "C"]
