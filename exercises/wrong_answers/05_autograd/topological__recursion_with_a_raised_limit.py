"""You call the function once for each node and raise Python's limit; that moves the end and does not remove it."""


def topological(parents_of, root):
    sys.setrecursionlimit(10**6)
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in parents_of(node):
                visit(parent)
            order.append(node)

    visit(root)
    return order


short_order = ["H", "E", "G", "B", "F", "A", "D", "C"]
