"""Read-only judgements over what the log was folded into. Writes nothing."""
