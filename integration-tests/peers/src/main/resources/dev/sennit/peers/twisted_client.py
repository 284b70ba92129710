"""A client written with Twisted: twisted_client.py [TLS-OPTION...] KIND HOST PORT ITEM...

echo, lines, netstrings   sends the items, prints one line for each answer, and ends when there were as many answers as
                          items (echo: as many bytes)
bytes COUNT               sends so many bytes, and prints the SHA-256 of what it sent and of what came back
talk ITEM...              a conversation of lines, item by item: ">text" says a line, "<text" waits for a line that has
                          the text in it; prints each line it hears

--tls NAME makes it TLS to a server of this name, and "tls", the version and the protocol that ALPN agreed on the first line
that it prints; --ca FILE names whom it trusts, --cert FILE and --key FILE what it shows, --alpn LIST its protocols. What goes
wrong is told on standard error.

Fails when the connection ends first, or after twenty seconds.
"""
import argparse
import hashlib
import sys

from twisted.internet import endpoints, error, interfaces, protocol, reactor
from twisted.protocols import basic
from zope.interface import implementer


@implementer(interfaces.IHandshakeListener)
class Client:
    """What all have in common: items to send, answers to count."""

    def handshakeCompleted(self):
        version = self.transport.getHandle().get_protocol_version_name()
        print("tls", version, (self.transport.negotiatedProtocol or b"-").decode(), flush=True)

    def connectionMade(self):
        self.left = len(self.items)
        for item in self.items:
            self.say(item)

    def answered(self, answer):
        print(answer.decode("utf-8", "replace"), flush=True)
        self.left -= 1
        if self.left == 0:
            self.succeed()

    def succeed(self):
        self.status[0] = 0
        self.transport.loseConnection()

    def connectionLost(self, reason=protocol.connectionDone):
        if self.status[0] != 0 or not reason.check(error.ConnectionDone):
            print("lost: %s" % reason.getErrorMessage(), repr(reason.value), file=sys.stderr)
        if reactor.running:
            reactor.stop()


class Echo(Client, protocol.Protocol):
    """Sends all at once; the answer is as many bytes."""

    def connectionMade(self):
        self.wanted = b"".join(self.items)
        self.got = b""
        self.left = 1
        self.transport.write(self.wanted)

    def dataReceived(self, data):
        self.got += data
        if len(self.got) >= len(self.wanted):
            self.answered(self.got)


class Bytes(Client, protocol.Protocol):
    def connectionMade(self):
        self.left = int(self.items[0])
        self.received = hashlib.sha256()
        sent = bytes(i * 7 % 251 for i in range(self.left))
        print("sent", hashlib.sha256(sent).hexdigest(), flush=True)
        self.transport.write(sent)

    def dataReceived(self, data):
        self.received.update(data)
        self.left -= len(data)
        if self.left <= 0:
            print("received", self.received.hexdigest(), flush=True)
            self.succeed()


class Lines(Client, basic.LineReceiver):
    def say(self, item):
        self.sendLine(item)

    def lineReceived(self, line):
        self.answered(line)


class Talk(Client, basic.LineReceiver):
    def connectionMade(self):
        self.left = list(self.items)
        self.proceed()

    def lineReceived(self, line):
        print(line.decode("utf-8", "replace"), flush=True)
        if self.left and self.left[0][1:] in line:
            self.left.pop(0)
            self.proceed()

    def proceed(self):
        while self.left and self.left[0].startswith(b">"):
            self.sendLine(self.left.pop(0)[1:])
        if not self.left:
            self.succeed()


class Netstrings(Client, basic.NetstringReceiver):
    MAX_LENGTH = 1 << 20

    def say(self, item):
        self.sendString(item)

    def stringReceived(self, string):
        self.answered(string)


def arguments():
    parser = argparse.ArgumentParser()
    for option in ("--tls", "--ca", "--cert", "--key", "--alpn"):
        parser.add_argument(option)
    parser.add_argument("kind")
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("items", nargs=argparse.REMAINDER)
    return parser.parse_args()


def main(asked):
    status = [1]
    base = {"echo": Echo, "bytes": Bytes, "lines": Lines, "netstrings": Netstrings, "talk": Talk}[asked.kind]
    made = type(asked.kind, (base,), {"items": [item.encode() for item in asked.items], "status": status})

    def failed(failure):
        print("no connection: %s" % failure.value, file=sys.stderr)
        reactor.stop()

    endpoint = endpoints.TCP4ClientEndpoint(reactor, asked.host, asked.port, timeout=10)
    if asked.tls:
        import twisted_tls

        options = twisted_tls.client(asked.tls, asked.ca, asked.cert, asked.key, asked.alpn)
        endpoint = endpoints.wrapClientTLS(options, endpoint)
    endpoint.connect(protocol.Factory.forProtocol(made)).addErrback(failed)
    reactor.callLater(20, reactor.stop)
    reactor.run()
    return status[0]


sys.exit(main(arguments()))
