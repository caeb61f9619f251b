"""The smallest FastAPI relay of ChatOpenAI.astream: default client, no tools, nothing kept."""

import json
import os
from collections.abc import AsyncIterator

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from langchain_openai import ChatOpenAI
from pydantic import BaseModel, SecretStr

model = ChatOpenAI(model="bench", base_url=os.environ["OPENAI_BASE_URL"], api_key=SecretStr("none"))
app = FastAPI()


class Question(BaseModel):
    message: str


@app.post("/chat/send")
async def send(question: Question) -> StreamingResponse:
    async def relay() -> AsyncIterator[str]:
        async for chunk in model.astream(question.message):
            yield f"data: {json.dumps({'token': chunk.content})}\n\n"
        yield 'data: {"done": true}\n\n'

    return StreamingResponse(relay(), media_type="text/event-stream")
