"""You gave what is left over to recall; it belongs to the new."""

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def split(minutes):
    new, quiz = minutes * 7 // 15, minutes // 5
    return minutes - new - quiz, new, quiz


def honest_score(answers):
    score = 0.0
    for options, verdict in answers:
        if verdict == "right":
            score += 1.0
        elif verdict == "wrong":
            score -= 1 / (options - 1)
    return score


def recall_dates(done, days):
    day, dates = date.fromisoformat(done), []
    for gap in (1, 3, 7, 21):
        day += timedelta(gap)
        while DAYS[day.weekday()] not in days:
            day += timedelta(1)
        dates.append(str(day))
    return dates
