"""You order nodes by their distance from the root; a parent may be near the root and still have to come before a far one's child."""


def topological(parents_of, root):
    seen, order = {root}, [root]
    for node in order:
        for parent in parents_of(node):
            if parent not in seen:
                seen.add(parent)
                order.append(parent)
    return order[::-1]


short_order = ["H", "E", "G", "B", "F", "A", "D", "C"]
