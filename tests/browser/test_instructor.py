"""Ivo at a real browser: makes a group, adds people, gives a course, reads what was learned, takes the figures home."""

import csv
import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.classroom import Visit

TITLE = "Drug identification at the border"
GROUP = "Autumn course 1"


def report_of(seat: Visit) -> Page:
    """Sign Ivo in, and go to the report of his group as he would."""
    page = seat.sign_in("ivo")
    page.get_by_role("link", name=GROUP, exact=True).click()
    page.get_by_role("row", name=TITLE).get_by_role("link", name="Everybody").click()
    return page


def downloaded(page: Page) -> list[dict[str, str]]:
    """Keep the CSV file of a page, and return its lines by their heads."""
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def figure(cell: Locator) -> str:
    """Return the figure in a cell; nothing for a dash."""
    return re.sub(r"\D", "", cell.inner_text())


@pytest.mark.parametrize("script", [True, False])
def test_a_group_is_made_and_given_a_course_and_its_newcomer_can_begin(new_seat, script):
    seat = new_seat(java_script_enabled=script)
    group, name = f"Night group {script}", f"new.{script}".lower()
    page = seat.sign_in("ivo")
    page.get_by_role("link", name="Make a group").click()
    page.get_by_label("Name of the group").fill(group)
    page.get_by_role("button", name="Make the group").click()
    expect(page.get_by_text("The group is made. Now add its people.")).to_be_visible()
    password = add_somebody_new(page, name)
    add_from_the_list(page, "Timur")
    give_the_course(page)
    row = page.get_by_role("row", name=TITLE)
    expect(row.get_by_role("cell").nth(1)).to_have_text("2")
    page.get_by_role("link", name="Groups").or_(page.locator("a.brand")).first.click()
    expect(page.locator("section").filter(has_text=group)).to_contain_text("2 people")

    newcomer = new_seat()
    newcomer.go("/")
    newcomer.give_name(name, password)
    expect(newcomer.page.get_by_role("link", name="Begin the lesson")).to_be_visible()
    expect(newcomer.page.locator("#due + ul")).to_contain_text(TITLE)


def add_somebody_new(page: Page, name: str) -> str:
    """Add a person without an account from the group's page; return the password that was shown."""
    page.get_by_role("link", name="Somebody new").first.click()
    page.get_by_label("Name", exact=True).fill("Сауле Ахмет")
    page.get_by_label("Name in Latin letters").fill("Saule Akhmet")
    page.get_by_label("Name to sign in with").fill(name)
    page.get_by_label("Service").select_option(index=1)
    page.get_by_label("Language", exact=True).select_option("en")
    page.get_by_role("button", name="Add them").click()
    password = page.locator("code").inner_text()
    page.get_by_role("link", name="To the group").click()
    return password


def add_from_the_list(page: Page, part: str) -> None:
    """Find somebody who has an account by a part of the name, and add them."""
    page.get_by_role("link", name="Add people").first.click()
    page.get_by_label("Part of a name").fill(part)
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("checkbox")).to_have_count(1)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Add to the group").click()
    expect(page.get_by_text("1 person is added.")).to_be_visible()


def give_the_course(page: Page) -> None:
    """Give the group the course until next week; a date before the opening is refused at its field first."""
    today = date.today()  # noqa: DTZ011 - the demonstration runs on this machine's days
    page.get_by_role("link", name="Give a course").first.click()
    page.get_by_label("Course", exact=True).select_option(label=TITLE)
    page.get_by_label("Opens on").fill(str(today))
    page.get_by_label("To be done by").fill(str(today - timedelta(days=7)))
    page.get_by_role("button", name="Give it").click()
    expect(page.get_by_label("To be done by")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("To be done by").fill(str(today + timedelta(days=7)))
    page.get_by_role("button", name="Give it").click()
    expect(page.get_by_text("The course is given.")).to_be_visible()


def test_the_report_as_csv_has_the_figures_of_the_page(seat, course):
    page = report_of(seat)
    *lines, middle = downloaded(page)
    rows = page.locator("table.heat tbody tr")
    assert rows.count() == len(lines) == 16
    lessons = len(course.lessons)
    for row, line in zip(rows.all(), lines, strict=True):
        assert row.locator("th").inner_text() == line["Name"]
        values = list(line.values())[3:]
        cells = row.locator("td").all()
        assert [figure(cell) for cell in cells[:lessons]] == values[0 : 2 * lessons : 2]
        assert figure(cells[lessons]) == line["Test: per cent"]
        assert ("not mastered" not in cells[lessons + 1].inner_text()) == (line["Mastered"] == "1")
    foot = page.locator("table.heat tfoot td").all()
    assert [figure(cell) for cell in foot[:lessons]] == list(middle.values())[3 : 3 + 2 * lessons : 2]
    assert figure(foot[-1]) == str(sum(line["Mastered"] == "1" for line in lines))


def test_a_learners_page_has_the_figures_of_the_report_and_of_its_csv(seat, course):
    page = report_of(seat)
    row = (
        page.locator("table.heat tbody tr")
        .filter(has_text="Farhod")
        .or_(page.locator("table.heat tbody tr").filter(has_text="Фарҳод"))
    )
    reported = [figure(cell) for cell in row.locator("td").all()[: len(course.lessons)]]
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Фарҳод Назар")
    shown = page.get_by_role("region", name="Lessons").locator("tbody tr").all()
    assert [figure(line.locator("td").nth(1)) for line in shown] == reported
    answers = [line for line in downloaded(page) if line["Question"]]
    asked = page.locator("details tbody tr")
    assert asked.count() == len(answers)
    page.locator("details summary").filter(has_text="D1").click()
    first = page.locator("details[open] tbody tr").first
    expect(first.locator("th")).to_have_text(answers[0]["What was asked"])


def test_the_question_report_as_csv_has_the_figures_of_the_page(seat):
    page = report_of(seat)
    page.get_by_role("navigation", name="Reports").get_by_role("link", name="Questions").click()
    lines = downloaded(page)
    listed = page.locator(".reader-list a")
    assert listed.count() == len({(line["Question"], line["Revision"]) for line in lines})
    for place in (0, listed.count() - 1):
        listed.nth(place).click()
        expect(listed.nth(place)).to_have_attribute("aria-current", "true")
        share = figure(listed.nth(place).locator(".nowrap"))
        asked = page.locator("#asked").inner_text()
        of_it = [line for line in lines if line["What was asked"] == asked]
        counts = [row.locator("td").first.inner_text() for row in page.locator(".reader-main tbody tr").all()]
        assert counts == [line["How many"] for line in of_it]
        assert share in (of_it[0]["Right: per cent"], of_it[0]["Answers"])
        assert figure(page.locator(".reader-main tfoot td").first) == of_it[0]["Answers"]
