"""You counted beside the engine, and ran backward() on a number that has nothing to do with it."""


def routes_through(needs, start, goal):
    def ways(first):
        number = {}
        for topic, below in needs.items():
            number[topic] = (topic == first) + sum(number[need] for need in below)
        return number

    Value(1.0).backward()
    return {topic: ways(start)[topic] * ways(topic)[goal] for topic in needs}
