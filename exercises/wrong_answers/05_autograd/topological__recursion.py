"""You call the function once for each node; Python stops at a depth of about 1,000, and a long chain is deeper."""


def topological(parents_of, root):
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
