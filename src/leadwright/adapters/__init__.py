"""Everything outside: each folder fills the ports of the rooms below it, and decides nothing."""
