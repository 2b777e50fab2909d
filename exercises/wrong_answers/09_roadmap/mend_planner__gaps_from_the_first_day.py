"""You counted all gaps from the day on which the topic was finished."""

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def split(minutes):
    recall, quiz = minutes // 3, minutes // 5
    return recall, minutes - recall - quiz, quiz


def honest_score(answers):
    score = 0.0
    for options, verdict in answers:
        if verdict == "right":
            score += 1.0
        elif verdict == "wrong":
            score -= 1 / (options - 1)
    return score


def recall_dates(done, days):
    first, dates = date.fromisoformat(done), []
    for gap in (1, 3, 7, 21):
        day = first + timedelta(gap)
        while DAYS[day.weekday()] not in days:
            day += timedelta(1)
        dates.append(str(day))
    return dates
