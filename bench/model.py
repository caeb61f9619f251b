"""A model for measuring: an OpenAI-compatible server that says words at a steady pace.

`python -m bench.model <tokens> <tokens per second>`, on PORT. A question that comes with tools is
first answered with two tool calls, one that reads and one that writes.
"""

import asyncio
import json
import os
import sys

import uvloop

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
HEALTHY = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
WORD = " flour"
CALLS = (
    ("find_recipes", {"ingredients": ["cinnamon"]}),
    ("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]}),
)


def chunk(data: str) -> bytes:
    """One event in one HTTP chunk."""
    event = f"data: {data}\n\n".encode()
    return b"%x\r\n%s\r\n" % (len(event), event)


def event(delta: dict[str, object], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return chunk(
        json.dumps(
            {
                "id": "chatcmpl-bench",
                "object": "chat.completion.chunk",
                "created": 1,
                "model": "bench",
                "system_fingerprint": "fp_bench",
                "choices": [choice],
            }
        )
    )


END = chunk("[DONE]") + b"0\r\n\r\n"
TOKEN = event({"content": WORD})


class Model:
    def __init__(self, tokens: int, pace: float) -> None:
        self.tokens = tokens
        self.pace = pace

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(head, reader, writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, RuntimeError):  # the last is uvloop's
            writer.close()

    async def _answer(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if head.startswith(b"GET"):
            writer.write(HEALTHY)
            return
        lengths = [line for line in head.lower().split(b"\r\n") if b"content-length:" in line]
        asked = json.loads(await reader.readexactly(int(lengths[0].split(b":")[1])))
        writer.write(HEAD + event({"role": "assistant", "content": ""}))
        if asked.get("tools") and asked["messages"][-1]["role"] != "tool":
            writer.write(call_tools())
        else:
            await self._talk(writer)
            writer.write(event({}, "stop"))
        writer.write(END)

    async def _talk(self, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        for number in range(self.tokens):
            await asyncio.sleep(began + number / self.pace - loop.time())
            writer.write(TOKEN)


def call_tools() -> bytes:
    calls = [
        event(
            {
                "tool_calls": [
                    {
                        "index": index,
                        "id": f"call_{index}",
                        "type": "function",
                        "function": {"name": name, "arguments": json.dumps(arguments)},
                    }
                ]
            }
        )
        for index, (name, arguments) in enumerate(CALLS)
    ]
    return b"".join((*calls, event({}, "tool_calls")))


async def main() -> None:
    model = Model(int(sys.argv[1]), float(sys.argv[2]))
    port = int(os.environ["PORT"])
    server = await asyncio.start_server(model.serve, "127.0.0.1", port, backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())  # the servers need the cores more
