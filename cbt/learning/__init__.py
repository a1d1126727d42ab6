"""What learners do: enrolment, sittings, completion, mastery; each act one fact, each fact folded into what pages read."""
