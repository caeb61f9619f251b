"""What can go wrong, said in words a person can act on. Knows no HTTP and no Reflex.

KitchenError
├── ConfigurationError          the kitchen cannot start like this
├── BackupRefused
├── NotAuthenticated
│   ├── WrongCredentials
│   └── InvalidToken
├── NotAllowed
│   ├── WrongMasterKey
│   └── ForeignOrigin
├── NotFound
│   ├── CookNotFound
│   ├── LoginNotFound
│   ├── RecipeNotFound
│   ├── IngredientNotFound
│   ├── SessionNotFound
│   ├── MessageNotFound
│   ├── StepNotFound
│   ├── ChangeNotFound
│   └── FoodNameNotFound
├── Conflict
│   ├── UsernameTaken
│   ├── IngredientExists
│   ├── RecipeChanged
│   ├── TurnInProgress
│   ├── AlreadyDecided
│   ├── ChangedSince
│   ├── AlreadyUndone
│   └── NothingUndone
├── Invalid                     well-formed, but it cannot be done
│   ├── InvalidCursor
│   ├── AmbiguousName
│   ├── InvalidEventId
│   ├── UnreadableLine
│   ├── IncompatibleUnits
│   ├── InvalidIdempotencyKey
│   └── IdempotencyKeyReused
├── TooMuch                     too often, or too many at once
│   ├── TooOften
│   ├── TooManySignIns
│   ├── TooManyTurns
│   ├── TooManyStreams
│   └── TooManyPages
├── TurnFailed                  the assistant could not finish its answer
│   └── TurnInterrupted
└── Unavailable
    └── DatabaseUnavailable
"""

from kitchen_app.errors.base import (
    BackupRefused,
    ConfigurationError,
    DatabaseUnavailable,
    KitchenError,
    Unavailable,
)
from kitchen_app.errors.conflicts import (
    AlreadyDecided,
    AlreadyUndone,
    ChangedSince,
    Conflict,
    IngredientExists,
    NothingUndone,
    RecipeChanged,
    TurnInProgress,
    UsernameTaken,
)
from kitchen_app.errors.door import (
    ForeignOrigin,
    InvalidToken,
    NotAllowed,
    NotAuthenticated,
    WrongCredentials,
    WrongMasterKey,
)
from kitchen_app.errors.invalid import (
    AmbiguousName,
    IdempotencyKeyReused,
    IncompatibleUnits,
    Invalid,
    InvalidCursor,
    InvalidEventId,
    InvalidIdempotencyKey,
    UnreadableLine,
)
from kitchen_app.errors.limits import (
    TooManyPages,
    TooManySignIns,
    TooManyStreams,
    TooManyTurns,
    TooMuch,
    TooOften,
)
from kitchen_app.errors.missing import (
    ChangeNotFound,
    CookNotFound,
    FoodNameNotFound,
    IngredientNotFound,
    LoginNotFound,
    MessageNotFound,
    NotFound,
    RecipeNotFound,
    SessionNotFound,
    StepNotFound,
)
from kitchen_app.errors.turns import TurnFailed, TurnInterrupted

__all__ = [
    "AlreadyDecided",
    "AlreadyUndone",
    "AmbiguousName",
    "BackupRefused",
    "ChangeNotFound",
    "ChangedSince",
    "ConfigurationError",
    "Conflict",
    "CookNotFound",
    "DatabaseUnavailable",
    "FoodNameNotFound",
    "ForeignOrigin",
    "IdempotencyKeyReused",
    "IncompatibleUnits",
    "IngredientExists",
    "IngredientNotFound",
    "Invalid",
    "InvalidCursor",
    "InvalidEventId",
    "InvalidIdempotencyKey",
    "InvalidToken",
    "KitchenError",
    "LoginNotFound",
    "MessageNotFound",
    "NotAllowed",
    "NotAuthenticated",
    "NotFound",
    "NothingUndone",
    "RecipeChanged",
    "RecipeNotFound",
    "SessionNotFound",
    "StepNotFound",
    "TooManyPages",
    "TooManySignIns",
    "TooManyStreams",
    "TooManyTurns",
    "TooMuch",
    "TooOften",
    "TurnFailed",
    "TurnInProgress",
    "TurnInterrupted",
    "Unavailable",
    "UnreadableLine",
    "UsernameTaken",
    "WrongCredentials",
    "WrongMasterKey",
]
