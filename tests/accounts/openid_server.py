"""A small OpenID Connect server for tests: who it says somebody is stands in the code that it is handed."""

import base64
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import jwt

CLIENT, SECRET = "parkway", "not-a-secret-this-is-a-test-of-32-bytes"


def code_for(**claims) -> str:
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).decode()


def claims_of(code: str) -> dict:
    return json.loads(base64.urlsafe_b64decode(code))


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    @property
    def here(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def do_GET(self):
        if self.path == "/.well-known/openid-configuration":
            at = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            addresses = {f"{name}_endpoint": f"{self.here}/{path}" for name, path in at.items()}
            self._answer({"issuer": self.here, "jwks_uri": f"{self.here}/keys", **addresses})
        elif self.path == "/userinfo":
            self._answer(claims_of(self.headers["Authorization"].removeprefix("Bearer ")))
        else:
            self.send_error(404)

    def do_POST(self):
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.path != "/token" or sent["client_secret"] != [SECRET] or "code_verifier" not in sent:
            self.send_error(400)
            return
        code = sent["code"][0]
        token = {"iss": self.here, "aud": CLIENT, "sub": claims_of(code)["sub"], "iat": 0, "exp": 2**32}
        signed = jwt.encode(token, SECRET, algorithm="HS256")
        self._answer({"access_token": code, "token_type": "Bearer", "id_token": signed})

    def _answer(self, body: dict):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())


@contextmanager
def openid_server():
    """Gives  its address, as long as this lasts"""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
