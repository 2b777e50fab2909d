"""You write a node once for each road that leads to it; a node with two children is still one node."""


def topological(graph, root):
    order, stack = [], [root]
    while stack and len(order) < 50_000:
        node = stack.pop()
        order.append(node)
        stack.extend(graph[node])
    return order[::-1]
