"""One small file for each kind of value a row may hold: what people write, made one."""
