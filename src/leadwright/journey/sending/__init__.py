"""What happens to an approved effect: judged once more, begun, handed over, and told."""
