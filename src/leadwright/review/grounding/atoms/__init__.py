"""What a sentence states: amounts, dates, names, rounds, titles, events, each with its place."""
