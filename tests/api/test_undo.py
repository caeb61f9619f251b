"""Taking back one change: the row is again what it was, or nothing happens and one is told why."""

from uuid import UUID

import pytest
from sqlalchemy import text

from tests.api.conftest import MakeCook, Stranger
from tests.factories import Cook, Json, check_refused, kept, rows_of
from tests.journals import journal, undo

SOUP: Json = {
    "name": "Crème of leek soup",
    "description": "Ten minutes, “one” pot.\n\tReally.",
    "ingredients": [
        {"name": "leeks", "quantity": 2.5, "unit": "kg", "note": "washed"},
        {"name": "oat milk", "quantity": 0.0001, "unit": "l"},
        {"name": "salt"},
    ],
    "steps": ["Wash, {slice} \\ 'fry'.", "NULL"],
    "servings": 4,
    "prep_minutes": 5,
    "tags": ["soup", "a,b", '"'],
    "source_url": "https://example.org/?a=1&b=2",
}
FLOUR: Json = {
    "name": "Rye flour",
    "quantity": 999_999.9999,
    "unit": "kg",
    "category": "My shelf",
    "expires_on": "2031-05-01",
    "low_at": 0.5,
}


def refused(cook: Cook, change: Json, code: str, *, status: int = 409) -> str:
    """Nothing is written, and a sentence says why."""
    before = rows_of(cook.server, cook)
    answer = cook.post(f"/changes/{change['id']}/undo")
    detail: str = check_refused(answer, status, code)["detail"]
    assert rows_of(cook.server, cook) == before
    return detail


@pytest.fixture(params=[("/recipes", SOUP), ("/ingredients", FLOUR)], ids=["recipe", "entry"])
def path_and_row(request: pytest.FixtureRequest, cook: Cook) -> tuple[str, Json]:
    path, body = request.param
    return path, cook.ok("POST", path, body)


def test_what_was_created_is_gone_again(cook: Cook, path_and_row: tuple[str, Json]) -> None:
    path, row = path_and_row
    (created,) = journal(cook)
    undone = undo(cook, created)
    assert kept(cook) == []
    assert (undone["action"], undone["undoes"], undone["after"]) == ("deleted", created["id"], None)
    assert undone["before"] == created["after"]
    check_refused(cook.get(f"{path}/{row['id']}"), 404, f"{undone['entity']}_not_found")


@pytest.mark.parametrize(
    ("method", "change"),
    [("PATCH", {"name": "Other"}), ("PUT", {"name": "Other"}), ("DELETE", None)],
)
def test_what_was_changed_or_deleted_is_as_it_was(
    cook: Cook, path_and_row: tuple[str, Json], method: str, change: Json | None
) -> None:
    path, row = path_and_row
    before = kept(cook)
    cook.ok(method, f"{path}/{row['id']}", change)
    assert kept(cook) != before
    written = journal(cook)[0]
    undone = undo(cook, written)
    assert kept(cook) == before
    assert cook.ok("GET", f"{path}/{row['id']}") == row
    assert (undone["before"], undone["after"]) == (written["after"], written["before"])
    assert (undone["entity_id"], undone["undoes"]) == (row["id"], written["id"])
    assert (undone["actor"], undone["message_id"], undone["undone"]) == ("cook", None, False)


def test_the_journal_has_the_undo_and_says_what_is_undone(cook: Cook) -> None:
    cook.recipe("Soup")
    made = undo(cook, journal(cook)[0])
    newest, oldest = journal(cook)
    assert newest == made
    assert (newest["undoes"], newest["undone"]) == (oldest["id"], False)
    assert (oldest["undoes"], oldest["undone"], oldest["tool_call_id"]) == (None, True, None)


def test_an_undo_can_be_undone_and_that_too(cook: Cook, path_and_row: tuple[str, Json]) -> None:
    path, row = path_and_row
    there = kept(cook)
    cook.ok("DELETE", f"{path}/{row['id']}")
    change = journal(cook)[0]
    for expected in (there, [], there, []):
        change = undo(cook, change)
        assert kept(cook) == expected
    assert sum(change["undone"] for change in journal(cook)) == 4


def test_a_change_is_undone_once(cook: Cook) -> None:
    row = cook.recipe("Soup")
    cook.ok("DELETE", f"/recipes/{row['id']}")
    deleted = journal(cook)[0]
    undo(cook, deleted)
    assert refused(cook, deleted, "already_undone")
    redone = undo(cook, journal(cook)[0])
    assert refused(cook, deleted, "already_undone"), "its undo has been undone, and that is its own"
    undo(cook, redone)
    assert cook.names("/recipes") == ["Soup"]


def test_what_several_changes_did_comes_back_one_by_one(cook: Cook) -> None:
    entry, states = cook.stock("eggs", 12), []
    for quantity in (6, 3, 1):
        states.append(kept(cook))
        cook.ok("PATCH", f"/ingredients/{entry['id']}", {"quantity": quantity})
    for change, before in zip(journal(cook)[:3], reversed(states), strict=True):
        undo(cook, change)
        assert kept(cook) == before


def test_what_was_changed_since_stays_as_it_is(cook: Cook, path_and_row: tuple[str, Json]) -> None:
    path, row = path_and_row
    cook.ok("PATCH", f"{path}/{row['id']}", {"name": "Second"})
    cook.ok("PATCH", f"{path}/{row['id']}", {"name": "Third"})
    third, second, created = journal(cook)
    assert "Second was changed again" in refused(cook, second, "changed_since")
    assert refused(cook, created, "changed_since").startswith(row["name"])
    cook.ok("DELETE", f"{path}/{row['id']}")
    assert "Third was deleted after that" in refused(cook, third, "changed_since")


def test_a_change_to_the_same_values_is_a_change_since(cook: Cook) -> None:
    row = cook.recipe("Soup")
    cook.ok("PATCH", f"/recipes/{row['id']}", {"servings": 2})
    cook.ok("PATCH", f"/recipes/{row['id']}", {"servings": 2})
    refused(cook, journal(cook)[1], "changed_since")


def test_what_was_undone_in_between_does_not_count_as_changed(cook: Cook) -> None:
    row = cook.recipe("Soup")
    cook.ok("PATCH", f"/recipes/{row['id']}", {"servings": 2})
    created = journal(cook)[1]
    undo(cook, journal(cook)[0])
    undo(cook, created)
    assert kept(cook) == []


def test_a_place_that_is_taken_is_not_taken_again(cook: Cook) -> None:
    eggs = cook.stock("eggs", 6, expires_on="2031-05-01")
    cook.ok("DELETE", f"/ingredients/{eggs['id']}")
    deleted = journal(cook)[0]
    again = cook.stock("Egg", 2, expires_on="2031-05-01")
    assert "another eggs" in refused(cook, deleted, "changed_since")
    cook.ok("DELETE", f"/ingredients/{again['id']}")
    undo(cook, deleted)
    assert cook.ok("GET", "/ingredients") == [eggs]


def test_a_name_that_is_taken_is_not_taken_back(cook: Cook) -> None:
    milk = cook.stock("milk", 1, "l")
    cook.ok("PATCH", f"/ingredients/{milk['id']}", {"name": "oat milk"})
    renamed = journal(cook)[0]
    other = cook.stock("milk", 2, "l")
    assert "another milk" in refused(cook, renamed, "changed_since")
    cook.ok("DELETE", f"/ingredients/{other['id']}")
    undo(cook, renamed)
    assert cook.ok("GET", "/ingredients") == [milk]


def test_a_foreign_change_is_not_found_in_the_same_words_as_none(
    cook: Cook, new_cook: MakeCook, stranger: Stranger
) -> None:
    other = new_cook()
    other.recipe("Theirs")
    with other.server.database.transaction() as connection:
        find = text("SELECT id FROM changes WHERE user_id = :user LIMIT 1")
        theirs = connection.execute(find, {"user": stranger.id}).scalar_one()
    known = [journal(other)[0]["id"], str(theirs)]
    said = {
        refused(cook, {"id": one}, "change_not_found", status=404).replace(one, "…")
        for one in (*known, str(UUID(int=1)))
    }
    assert len(said) == 1
    assert other.names("/recipes") == ["Theirs"]
    check_refused(cook.post("/changes/nonsense/undo"), 422, "invalid_request")


def test_a_restored_recipe_is_found_as_before(cook: Cook) -> None:
    names = ["Borscht", SOUP["name"], "Waffles"]
    cook.recipe(names[0], uses=["beetroot"])
    cook.recipe(names[2], uses=["flour"])
    soup = cook.ok("POST", "/recipes", SOUP)
    cook.ok("PUT", f"/recipes/{soup['id']}", {"name": "Zzz"})
    undo(cook, journal(cook)[0])
    cook.ok("DELETE", f"/recipes/{soup['id']}")
    undo(cook, journal(cook)[0])
    assert cook.names("/recipes") == names
    for found in (
        {"q": "creme leeks"},
        {"q": "minuttes"},
        {"ingredient": "leek"},
        {"ingredient": "oat milk"},
        {"tag": "a,b"},
        {"max_minutes": 5},
    ):
        assert cook.names("/recipes", **found) == [soup["name"]], found


def test_a_restored_entry_sorts_adds_up_and_is_found_as_before(cook: Cook) -> None:
    cook.stock("zucchini", 1)
    flour = cook.stock("Wheat flours", 1, "kg")
    cook.ok("DELETE", f"/ingredients/{flour['id']}")
    undo(cook, journal(cook)[0])
    assert cook.names("/ingredients", sort_by="name") == ["Wheat flours", "zucchini"]
    assert cook.names("/ingredients", sort_by="category") == ["zucchini", "Wheat flours"]
    assert cook.names("/ingredients", q="wheat flour") == ["Wheat flours"]
    grown = cook.stock("wheat flour", 500, "g")
    assert (grown["id"], grown["quantity"]) == (flour["id"], 1.5)


def test_an_entry_that_had_no_category_gets_none(cook: Cook) -> None:
    """Such there are from before the kitchen knew of aisles."""
    milk = cook.stock("milk", 1, "l")
    with cook.server.database.transaction() as connection:
        old = "UPDATE ingredients SET category = NULL, aisle_key = '99 milk' WHERE user_id = :user"
        connection.execute(text(old), {"user": cook.id})
    before = kept(cook)
    cook.ok("DELETE", f"/ingredients/{milk['id']}")
    undo(cook, journal(cook)[0])
    assert kept(cook) == before


@pytest.mark.parametrize(("path", "body"), [("/recipes", SOUP), ("/ingredients", FLOUR)])
def test_a_deletion_says_by_which_change_it_can_be_undone(
    cook: Cook, path: str, body: Json
) -> None:
    row = cook.ok("POST", path, body)
    there = kept(cook)
    deleted = cook.delete(f"{path}/{row['id']}")
    assert (deleted.status_code, deleted.content) == (204, b"")
    undo(cook, deleted.headers["Change-Id"])
    assert kept(cook) == there
    operation = cook.ok("GET", "/openapi.json")["paths"][f"{path}/{{{_id_of(path)}}}"]["delete"]
    assert "Change-Id" in operation["responses"]["204"]["headers"]


def _id_of(path: str) -> str:
    return {"/recipes": "recipe_id", "/ingredients": "ingredient_id"}[path]


def test_the_journal_of_one_row(cook: Cook, stranger: Stranger) -> None:
    soup, flour = cook.recipe("Soup"), cook.stock("flour")
    cook.ok("DELETE", f"/recipes/{soup['id']}")
    undo(cook, journal(cook)[0])
    of_soup = journal(cook, entity_id=soup["id"])
    assert [change["action"] for change in of_soup] == ["created", "deleted", "created"]
    assert of_soup == [change for change in journal(cook) if change["entity"] == "recipe"]
    assert len(journal(cook, entity_id=flour["id"])) == 1
    assert journal(cook, entity_id=stranger.recipe_id) == []
    pages = list(cook.pages("/changes", entity_id=soup["id"], limit=2))
    assert [len(page) for page in pages] == [2, 1]
    check_refused(cook.get("/changes", params={"entity_id": "x"}), 422, "invalid_request")
