"""You took two at a time; of three equal ones the last then gets more than a third."""


def larger(a, b):
    slopes = (0.5, 0.5) if a.data == b.data else (float(a.data > b.data), float(b.data > a.data))
    return Value(max(a.data, b.data), None, "largest", (a, b), slopes)


def largest(values):
    result = values[0]
    for value in values[1:]:
        result = larger(result, value)
    return result


def group_time(needs, minutes, goal):
    own, total = {}, {}
    for topic, below in needs.items():
        own[topic] = Value(minutes[topic])
        total[topic] = own[topic] + largest([total[need] for need in below]) if below else own[topic]
    total[goal].backward()
    return total[goal].data, {topic: own[topic].grad for topic in needs}
