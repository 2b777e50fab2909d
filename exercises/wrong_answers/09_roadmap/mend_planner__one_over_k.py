"""You took off 1 over the number of options; only k - 1 of the k options are wrong."""

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
            score -= 1 / options
    return score


def recall_dates(done, days):
    day, dates = date.fromisoformat(done), []
    for gap in (1, 3, 7, 21):
        day += timedelta(gap)
        while DAYS[day.weekday()] not in days:
            day += timedelta(1)
        dates.append(str(day))
    return dates
