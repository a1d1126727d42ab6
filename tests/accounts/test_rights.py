import pytest

from cbt.accounts.rights import BOX, Act, Held, Holder, RoleName, ScopeKind, may, reach
from tests.accounts.cast import DOSTYK, ELSEWHERE, EVENING, IVO, LENA, NORTH, OSH, SOUTH

HERE = frozenset(
    {
        (ScopeKind.GROUP, str(EVENING)),
        (ScopeKind.POST, str(DOSTYK)),
        (ScopeKind.COUNTRY, "kz"),
        (ScopeKind.REGION, str(NORTH)),
        (ScopeKind.BOX, ""),
    }
)
ALLOWED = {
    RoleName.INSTRUCTOR: {Act.TEACH, Act.READ_REPORTS},
    RoleName.AUTHOR: {Act.WRITE_COURSES},
    RoleName.MANAGER: {Act.MANAGE_PEOPLE, Act.READ_REPORTS},
    RoleName.ADMIN: {Act.TEACH, Act.MANAGE_PEOPLE, Act.READ_REPORTS, Act.WRITE_COURSES, Act.ADMINISTER},
}


@pytest.mark.parametrize("role", RoleName)
@pytest.mark.parametrize("scope", sorted(HERE))
@pytest.mark.parametrize("act", Act)
def test_a_role_grants_its_acts_at_each_scope_that_the_thing_lies_in(role, scope, act):
    holder = Holder(IVO, (Held(role, *scope),))
    assert may(holder, act, HERE) is (act in ALLOWED[role])


@pytest.mark.parametrize("role", RoleName)
@pytest.mark.parametrize(
    "scope",
    [
        (ScopeKind.GROUP, str(ELSEWHERE)),
        (ScopeKind.POST, str(OSH)),
        (ScopeKind.COUNTRY, "kg"),
        (ScopeKind.REGION, str(SOUTH)),
        (ScopeKind.POST, str(EVENING)),  # the right id, of another kind
    ],
)
@pytest.mark.parametrize("act", Act)
def test_a_role_elsewhere_grants_nothing_here(role, scope, act):
    assert not may(Holder(IVO, (Held(role, *scope),)), act, HERE)


@pytest.mark.parametrize("act", Act)
def test_a_learner_without_a_role_may_do_nothing(act):
    assert not may(Holder(LENA), act, HERE)
    assert not may(Holder(LENA), act, BOX)


def test_only_roles_at_the_box_reach_what_belongs_to_nobody():
    assert may(Holder(IVO, (Held(RoleName.AUTHOR, ScopeKind.BOX, ""),)), Act.WRITE_COURSES, BOX)
    assert not may(Holder(IVO, (Held(RoleName.AUTHOR, ScopeKind.COUNTRY, "kz"),)), Act.WRITE_COURSES, BOX)


def test_one_role_does_not_lend_its_scope_to_another():
    holder = Holder(
        IVO,
        (
            Held(RoleName.INSTRUCTOR, ScopeKind.GROUP, str(EVENING)),
            Held(RoleName.MANAGER, ScopeKind.POST, str(OSH)),
        ),
    )
    assert not may(holder, Act.MANAGE_PEOPLE, HERE)
    assert reach(holder, Act.READ_REPORTS) == {(ScopeKind.GROUP, str(EVENING)), (ScopeKind.POST, str(OSH))}
