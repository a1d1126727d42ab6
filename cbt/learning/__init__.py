"""What learners do: enrolment, sittings, completion, mastery; each act a fact, each fact folded."""
