"""What printers of every paper have in common: their faults, and queues of CUPS."""
