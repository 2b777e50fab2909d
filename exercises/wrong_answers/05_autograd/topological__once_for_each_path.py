"""You write a node once for each path that leads to it; a node with two children is still one node."""


def topological(parents_of, root):
    order, stack = [], [root]
    while stack and len(order) < 50_000:
        node = stack.pop()
        order.append(node)
        stack.extend(parents_of(node))
    return order[::-1]


short_order = ["H", "E", "G", "B", "F", "A", "D", "C"]
