"""You walk each path and drop what came twice at the end; the order is right, and a ladder of 60 steps has more paths than you have time."""


def topological(parents_of, root):
    walk, stack = [], [root]
    while stack:
        node = stack.pop()
        walk.append(node)
        stack.extend(parents_of(node))
    return list(dict.fromkeys(reversed(walk)))


short_order = ["H", "E", "G", "B", "F", "A", "D", "C"]
