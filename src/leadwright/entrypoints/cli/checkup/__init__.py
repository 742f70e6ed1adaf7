"""The check-up behind `leadwright doctor`: one small check a part, each with what to do."""
