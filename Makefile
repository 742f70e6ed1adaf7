# Aliases only; ./dev does the work and needs no make.
.PHONY: help setup demo test check fuzz bench chaos mutation docs lock
help setup demo test check fuzz bench chaos mutation docs lock: ; @./dev $@
