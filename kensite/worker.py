"""gunicorn's worker, which tells an app in the API's own form that its address is not one."""

from http.client import responses
from typing import Any

from gunicorn.http.errors import InvalidRequestLine
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

NOT_ENCODED = (
    "The address contains characters that have to be percent-encoded as UTF-8, such as Hangul: "
    "난 is written %EB%82%9C. Let your HTTP library build the address."
)


class Worker(ThreadWorker):
    """gunicorn reads the first line of a request itself, before Django sees anything of it."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Refuse a request; below /api/ as the API does, which gunicorn does in HTML."""
        if isinstance(exc, InvalidRequestLine) and is_for_api(str(exc.req)):
            self.log.warning("Invalid request from ip=%s: %s", (addr or ("",))[0], exc)
            write_nonblock(client, refusal(str(exc.req)))
        else:
            super().handle_error(req, client, addr, exc)


def is_for_api(line: str) -> bool:
    """Whether the first line of a request asks for something of the API."""
    _method, _space, rest = line.partition(" ")
    return rest.startswith("/api/")


def refusal(line: str) -> bytes:
    """The whole answer."""
    from api.http.middleware import problem_response  # needs Django, which is set up by now
    from api.http.problems import Problem

    path = line.partition(" ")[2]
    response = problem_response(path, Problem("invalid-parameter", NOT_ENCODED))
    response["Connection"] = "close"
    response["Content-Length"] = str(len(response.content))
    status = f"HTTP/1.1 {response.status_code} {responses[response.status_code]}"
    return status.encode() + b"\r\n" + response.serialize_headers() + b"\r\n\r\n" + response.content
