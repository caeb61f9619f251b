"""What is wrong is said to cooks in our words, and never with the names of fields."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from kitchen_app.schemas.auth import AccountDeletion, PasswordChange
from kitchen_app.schemas.chat import SessionUpdate
from kitchen_app.schemas.draft import RecipeDraft
from kitchen_app.schemas.ingredient import IngredientQuery, IngredientUpdate
from kitchen_app.schemas.recipe import RecipeCreate, RecipeQuery
from kitchen_app.states.sentences import sentence, wrong, wrong_fields

DRAFT = {"seen": "2031-05-01T10:00:00Z", "name": "Soup", "ingredients": "[]", "steps": "[]"}
BESIDE: list[tuple[type[BaseModel], dict[str, Any], str]] = [
    (RecipeDraft, {"name": " "}, "It must not be empty."),
    (RecipeDraft, {"name": "n" * 201}, "It must have at most 200 characters."),
    (RecipeDraft, {"description": "n" * 5_001}, "It must have at most 5,000 characters."),
    (RecipeDraft, {"servings": "0"}, "It must be at least 1."),
    (RecipeDraft, {"servings": "some"}, "It must be a whole number."),
    (RecipeDraft, {"cook_minutes": "100001"}, "It must be at most 100,000."),
    (RecipeDraft, {"steps": "[" + '"a",' * 200 + '"a"]'}, "It must have at most 200 entries."),
    (RecipeDraft, {"steps": '["  "]'}, "Each entry must not be empty."),
    (RecipeDraft, {"steps": "["}, "It cannot be read. Reload the page and try again."),
    (RecipeDraft, {"source_url": "soup"}, "It must be a web address that begins with http:// or"),
    (IngredientUpdate, {"quantity": "lots"}, "Write a number, such as 1.5."),
    (IngredientUpdate, {"quantity": "NaN"}, "Write a number, such as 1.5."),
    (IngredientUpdate, {"quantity": "-1"}, "It must be at least 0."),
    (IngredientUpdate, {"quantity": "1000001"}, "It must be at most 1,000,000."),
    (IngredientUpdate, {"unit": "u" * 51}, "It must have at most 50 characters."),
    (IngredientUpdate, {"expires_on": "soon"}, "It must be a date, such as 2031-05-01."),
    (IngredientUpdate, {"expires_on": "2031-02-30"}, "It must be a date, such as 2031-05-01."),
    (IngredientUpdate, {"expires_on": "9999-12-31"}, "It must be before 9999-12-31."),
    (AccountDeletion, {"password": "p" * 1_001}, "It must have at most 1,000 characters."),
    (PasswordChange, {"new_password": "short"}, "It must be at least 10 characters."),
    (PasswordChange, {"new_password": None}, "It cannot be read. Reload the page and try again."),
]
AFAR: list[tuple[type[BaseModel], dict[str, Any], str]] = [
    (SessionUpdate, {"title": ""}, "The title must not be empty."),
    (RecipeCreate, {"name": ""}, "The name must not be empty."),
    (RecipeQuery, {"q": "q" * 201}, "The search must have at most 200 characters."),
    (RecipeQuery, {"ingredient": ["a"] * 21}, "The list of ingredients must have at most 20 ent"),
    (RecipeQuery, {"ingredient": ["a" * 201]}, "Each entry must have at most 200 characters."),
    (RecipeQuery, {"max_minutes": "0"}, "It must be at least 1."),
    (RecipeQuery, {"sort_by": "luck"}, "It cannot be read. Reload the page and try again."),
    (IngredientQuery, {"category": "c" * 51}, "It must have at most 50 characters."),
    (IngredientUpdate, {}, "Name at least one field to change."),
]


def refused(schema: type[BaseModel], given: dict[str, Any]) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        schema.model_validate(DRAFT | given if schema is RecipeDraft else given)
    return caught.value


@pytest.mark.parametrize(("schema", "given", "said"), BESIDE)
def test_beside_its_field_it_needs_no_name(
    schema: type[BaseModel], given: dict[str, Any], said: str
) -> None:
    field = next(iter(given))
    assert wrong_fields(refused(schema, given))[field].startswith(said)


@pytest.mark.parametrize(("schema", "given", "said"), AFAR)
def test_in_a_notice_it_is_named_in_words_or_not_at_all(
    schema: type[BaseModel], given: dict[str, Any], said: str
) -> None:
    assert wrong(refused(schema, given)).startswith(said)


def test_a_question_and_a_whole_sentence_stay_as_they_are() -> None:
    assert sentence("Which milk?") == "Which milk?"
    assert sentence("The username ada is taken.") == "The username ada is taken."
