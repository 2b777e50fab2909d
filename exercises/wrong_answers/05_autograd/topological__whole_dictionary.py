"""You order the whole dictionary; the sweep needs only what the root was made from."""


def topological(graph, root):
    order, written, stack = [], set(), [(node, False) for node in graph]
    while stack:
        node, parents_done = stack.pop()
        if node in written:
            continue
        if parents_done:
            written.add(node)
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((parent, False) for parent in graph[node])
    return order
