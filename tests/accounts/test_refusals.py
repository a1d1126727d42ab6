from cbt.accounts.refusals import MOST, Refusals


def test_the_last_address_where_an_account_was_refused_is_remembered_until_it_is_let_in():
    refusals = Refusals()
    assert refusals.address_of("lena") is None
    refusals.remember("lena", "10.0.0.7")
    refusals.remember("lena", "10.0.0.8")
    assert refusals.address_of("lena") == "10.0.0.8"
    refusals.forget("lena")
    refusals.forget("lena")
    assert refusals.address_of("lena") is None


def test_who_tries_many_names_fills_nothing_and_the_oldest_are_forgotten_first():
    refusals = Refusals()
    for number in range(MOST):
        refusals.remember(str(number), "10.0.0.7")
    refusals.remember("0", "10.0.0.7")
    refusals.remember("one more", "10.0.0.7")
    assert refusals.address_of("0") == "10.0.0.7"
    assert refusals.address_of("1") is None
    assert refusals.address_of("2") == "10.0.0.7"
