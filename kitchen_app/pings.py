"""A websocket's pings: who reads no answer to them gets no more."""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


class BoundedPings(WebSocketsSansIOProtocol):
    """uvicorn's own, which keeps an answer to every ping, whether the last one was taken or not."""

    def handle_ping(self) -> None:
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()  # the answer, made already
