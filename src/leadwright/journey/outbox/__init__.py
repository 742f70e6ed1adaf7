"""Effects: intents with fixed bytes, what lets them pass, and who carries them out, once each."""
