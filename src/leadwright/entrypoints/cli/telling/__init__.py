"""Telling: what the house keeps as codes and numbers, said as a person would say it."""
