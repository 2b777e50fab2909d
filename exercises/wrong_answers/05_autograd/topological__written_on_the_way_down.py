"""You write a node down when you first meet it; a node may be written only once all its parents are."""


def topological(parents_of, root):
    seen, order, stack = {root}, [], [root]
    while stack:
        node = stack.pop()
        order.append(node)
        for parent in parents_of(node):
            if parent not in seen:
                seen.add(parent)
                stack.append(parent)
    return order[::-1]


short_order = ["H", "E", "G", "B", "F", "A", "D", "C"]
