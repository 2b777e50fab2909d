"""You added the days that you needed to the caller's list, and then nothing had to wait."""

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
    days += DAYS
    day, dates = date.fromisoformat(done), []
    for gap in (1, 3, 7, 21):
        day += timedelta(gap)
        dates.append(str(day))
    return dates
