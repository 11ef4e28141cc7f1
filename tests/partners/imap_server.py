"""A mail server for tests: as much of IMAP4rev1 as the portal speaks, and ways to fail."""

import re
import socket
import socketserver
import ssl
import threading


class Mailbox(socketserver.ThreadingTCPServer):
    """Mails by number, with their flags.

    on        what to do when a command comes that begins so: {"UID STORE 1 +": function(handler)}
    commands  all that came, in their order
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self, *mails: bytes, context: ssl.SSLContext | None = None):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails = dict(enumerate(mails, start=1))
        self.flags: dict[int, set[str]] = {number: set() for number in self.mails}
        self.sizes: dict[int, int] = {}
        self.context, self.on, self.commands = context, {}, []
        scheme = "imaps" if context else "imap"
        self.url = f"{scheme}://log%40parkway.example:s%2Fcret@localhost:{self.server_address[1]}/Log"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=[0.01], daemon=True).start()
        return self

    def __exit__(self, *args):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """A client that went away is what some tests are about."""


class _Talk(socketserver.StreamRequestHandler):
    server: Mailbox

    def setup(self):
        if self.server.context:
            self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self):
        self.say("* OK ready")
        while line := self.rfile.readline():
            tag, command = line.decode().rstrip("\r\n").split(" ", 1)
            self.server.commands.append(command)
            for start, act in self.server.on.items():
                if command.startswith(start):
                    act(self)
            self.answer(command)
            self.say(f"{tag} OK done")
            if command == "LOGOUT":
                return

    def say(self, text: str, raw: bytes = b"", end: str = ""):
        self.wfile.write(text.encode() + raw + end.encode() + b"\r\n")

    def hang_up(self):
        self.request.shutdown(socket.SHUT_RDWR)
        raise ConnectionAbortedError

    def answer(self, command: str):
        box = self.server
        if command == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif command.startswith("LOGIN"):
            assert command == 'LOGIN log@parkway.example "s/cret"', command
        elif command.startswith("SELECT"):
            assert command == 'SELECT "Log"', command
            self.say(f"* {len(box.mails)} EXISTS")
        elif command.startswith("UID SEARCH"):
            flagged = command.endswith(" FLAGGED")
            found = [n for n, flags in box.flags.items() if (r"\Flagged" in flags) is flagged]
            self.say("* SEARCH " + " ".join(str(n) for n in found if r"\Seen" not in box.flags[n]))
        elif asked := re.fullmatch(r"UID FETCH (\d+) \((.*)\)", command):
            self.fetch(int(asked[1]), asked[2])
        elif asked := re.fullmatch(r"UID STORE (\d+) ([+-])FLAGS.SILENT \((.*)\)", command):
            change = set.add if asked[2] == "+" else set.discard
            change(box.flags[int(asked[1])], asked[3])

    def fetch(self, number: int, what: str):
        raw = self.server.mails[number]
        if what == "RFC822.SIZE":
            self.say(f"* {number} FETCH (UID {number} RFC822.SIZE {self.server.sizes.get(number, len(raw))})")
        else:
            part = raw[: int(re.search(r"<0\.(\d+)>", what)[1])]
            self.say(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(part)}}}\r\n", part, ")")
