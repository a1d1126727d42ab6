"""The cast in their places: two countries, two posts, two regions, two groups."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from cbt.accounts.changes import NewPerson, add_group, add_organisation, add_person, add_post, add_region, join
from cbt.accounts.people import Person
from cbt.accounts.rights import Held, RoleName, ScopeKind
from cbt.accounts.roles import grant

MORNING = datetime(2026, 3, 3, 4, 30, tzinfo=UTC)


def number_key(number: int) -> UUID:
    """Return the same key for the same number."""
    return UUID(int=number, version=4)


LENA, IVO, AIDA, OMAR, ZOE = (number_key(number) for number in range(1, 6))
NORTH, SOUTH = number_key(11), number_key(12)
DOSTYK, OSH = number_key(21), number_key(22)
KZ_CUSTOMS, KG_BORDER = number_key(31), number_key(32)
EVENING, ELSEWHERE = number_key(41), number_key(42)

PEOPLE = {
    LENA: ("lena", "Лена Ким", "Lena Kim", KZ_CUSTOMS, DOSTYK),
    IVO: ("ivo", "Иво Ли", "Ivo Li", KZ_CUSTOMS, DOSTYK),
    AIDA: ("aida", "Аида Омарова", "Aida Omarova", KZ_CUSTOMS, DOSTYK),
    OMAR: ("omar", "Омар Тан", "Omar Tan", KZ_CUSTOMS, DOSTYK),
    ZOE: ("zoe", "Зоя Пак", "Zoe Pak", KG_BORDER, OSH),
}


def new_person(sign_in_name: str, password_hash: str | None = None, **more: object) -> NewPerson:
    """Return somebody to be added, who says no more than is needed."""
    values: dict[str, object] = {"name": "Лена Ким", "latin_name": "Lena Kim", "language": "ru"}
    return NewPerson(sign_in_name=sign_in_name, password_hash=password_hash, **(values | more))  # type: ignore[arg-type]


def move(session: Session, person_key: UUID, organisation_id: UUID | None, post_id: UUID | None) -> None:
    """Let a person belong to another service and sit at another post."""
    person = session.get_one(Person, person_key)
    person.organisation_id, person.post_id = organisation_id, post_id
    session.flush()


def settle_in(session: Session) -> None:
    """Add everybody: Lena in Ivo's group, Zoe with another one in another country, Aida and Omar at the box."""
    add_region(session, NORTH, "North")
    add_region(session, SOUTH, "South")
    add_organisation(session, KZ_CUSTOMS, "Customs", "kz")
    add_organisation(session, KG_BORDER, "Border service", "kg")
    add_post(session, DOSTYK, "Dostyk", "kz", NORTH)
    add_post(session, OSH, "Osh", "kg", SOUTH)
    for key, (sign_in_name, name, latin_name, organisation_id, post_id) in PEOPLE.items():
        add_person(
            session, key, NewPerson(sign_in_name, name, latin_name, "ru", None, organisation_id, post_id), MORNING
        )
    add_group(session, EVENING, "Evening", DOSTYK, MORNING)
    add_group(session, ELSEWHERE, "Elsewhere", OSH, MORNING)
    join(session, EVENING, LENA)
    grant(session, IVO, Held(RoleName.INSTRUCTOR, ScopeKind.GROUP, str(EVENING)))
    grant(session, ZOE, Held(RoleName.INSTRUCTOR, ScopeKind.GROUP, str(ELSEWHERE)))
    grant(session, AIDA, Held(RoleName.AUTHOR, ScopeKind.BOX, ""))
    grant(session, OMAR, Held(RoleName.ADMIN, ScopeKind.BOX, ""))
