"""You let the function call itself; on a deep map Python's recursion ends."""


def learning_order(needs):
    order, under_way = [], []

    def visit(topic):
        if topic in order:
            return []
        if topic in under_way:
            return under_way[under_way.index(topic) :]
        under_way.append(topic)
        for need in needs[topic]:
            if circle := visit(need):
                return circle
        order.append(under_way.pop())
        return []

    for topic in needs:
        if circle := visit(topic):
            return [], circle
    return order, []
