"""The instructor's first pages: groups, a new one, what each was given, mistakes in course files."""


def test_home_shows_the_group_its_people_and_its_course(ivo):
    ivo.get("/teach/")
    assert "Spring course" in ivo.text
    assert "2 people" in ivo.text
    assert "0 of 2 mastered, 0 begun" in ivo.text
