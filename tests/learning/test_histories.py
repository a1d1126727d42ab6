"""Whatever learners do, in whatever order: nothing is lost or doubled, and the log alone makes the same again."""

from tests.learning import histories


def test_any_history_loses_nothing_and_is_folded_again_to_the_same(new_database, drugs):
    histories.run(new_database, drugs, examples=25, steps=20)
