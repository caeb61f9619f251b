"""How long a request's address and headers may be: whoever connects can send some."""

import json
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

LARGEST_HEAD = 64 * 1024  # bytes, and what comes in one piece with them

_STATUS = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
_PROBLEM = json.dumps(
    {
        "type": "about:blank",
        "title": _STATUS.phrase,
        "status": _STATUS,
        "detail": f"Address and headers are larger than {LARGEST_HEAD // 1024} KB.",
        "code": "head_too_large",
    }
).encode()
_REFUSAL = (
    b"%bcontent-type: application/problem+json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%b"
    % (STATUS_LINE[_STATUS], len(_PROBLEM), _PROBLEM)
)


class BoundedHeads(HttpToolsProtocol):
    """uvicorn's own, which keeps whatever comes until a head ends, and be it gigabytes."""

    _kept = 0  # bytes that the parser may be keeping, of a head, a trailer or a chunk's line

    def data_received(self, data: bytes) -> None:
        self._kept += len(data)
        super().data_received(data)
        if self._kept > LARGEST_HEAD and not self.transport.is_closing():
            if self.cycle is None or self.cycle.response_complete:
                self.transport.write(_REFUSAL)
            self.transport.close()

    def on_headers_complete(self) -> None:
        self._kept = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._kept = 0
        super().on_body(body)
