"""What the assistant would change, where the cook wants to be asked first.

A proposal is a step that is stored and waits. Whoever decides, through whichever process, also does
it, in the transaction of the decision: so it outlives the turn that waits for it.
"""

from uuid import UUID

from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection

from kitchen_app.ai.deeds import Call, Deed, perform
from kitchen_app.ai.tools import DEEDS
from kitchen_app.ai.wording import proposed
from kitchen_app.errors import AlreadyDecided, KitchenError, StepNotFound
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.chat import Decision, ToolStepRead
from kitchen_app.services import messages
from kitchen_app.services.messages import Step

UNDECIDED = "The cook has been asked and has not decided yet. Nothing was changed."
OUTDATED = "This can no longer be done as it was proposed. Ask again."
DECLINED = "The cook declined this, and nothing was changed. Do not try it again unless told to."


def propose(connection: Connection, call: Call, deed: Deed, arguments: BaseModel) -> Step:
    """The step that waits. It was done for trial, so what cannot be done is refused at once."""
    trial = connection.begin_nested()
    done = perform(connection, call, deed, arguments)
    trial.rollback()
    asked = proposed(done.summary)
    return call.step(done.name, done.arguments, "proposed", UNDECIDED, asked, asked=asked)


def decide(
    connection: Connection, user: UserRead, message_id: UUID, decision: Decision
) -> ToolStepRead:
    """Do what was proposed, or decline it; StepNotFound, AlreadyDecided.

    What can no longer be done becomes a failed step, which says why.
    """
    step = messages.begin_step(connection, user, message_id, decision.step)
    if step is None or not step.asked:
        raise StepNotFound(decision.step)
    if step.status != "proposed":
        raise AlreadyDecided
    call = Call(user, message_id, step.call_id, step.position)
    settled = _do(connection, call, step) if decision.approve else _declined(call, step)
    messages.settle_step(connection, user, message_id, settled)
    return messages.read_step(connection, user, message_id, step.call_id)


def _do(connection: Connection, call: Call, step: Step) -> Step:
    deed, trial = DEEDS[step.name], connection.begin_nested()
    try:
        done = perform(connection, call, deed, deed.arguments.model_validate(step.arguments))
    except (KitchenError, ValidationError) as error:
        trial.rollback()
        reason = error.detail if isinstance(error, KitchenError) else OUTDATED
        return call.step(step.name, step.arguments, "failed", reason, reason)
    trial.commit()
    return done


def _declined(call: Call, step: Step) -> Step:
    return call.step(step.name, step.arguments, "declined", DECLINED, step.summary)
