"""You call the function once for each node; Python stops at a depth of about 1,000, and a long chain is deeper."""


def topological(graph, root):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in graph[node]:
                visit(parent)
            order.append(node)

    visit(root)
    return order
