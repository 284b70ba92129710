"""A client written with Twisted: twisted_client.py (echo|lines|netstrings) HOST PORT ITEM...

Sends the items, prints one line for each answer, and ends when there were as many answers as items.
Fails when the connection ends first, or after twenty seconds.
"""
import sys

from twisted.internet import endpoints, protocol, reactor
from twisted.protocols import basic


class Client:
    """What the three have in common: items to send, answers to count."""

    def connectionMade(self):
        self.left = len(self.items)
        for item in self.items:
            self.say(item)

    def answered(self, answer):
        print(answer.decode("utf-8", "replace"), flush=True)
        self.left -= 1
        if self.left == 0:
            self.status[0] = 0
            self.transport.loseConnection()

    def connectionLost(self, reason=protocol.connectionDone):
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


class Lines(Client, basic.LineReceiver):
    def say(self, item):
        self.sendLine(item)

    def lineReceived(self, line):
        self.answered(line)


class Netstrings(Client, basic.NetstringReceiver):
    MAX_LENGTH = 1 << 20

    def say(self, item):
        self.sendString(item)

    def stringReceived(self, string):
        self.answered(string)


def main(kind, host, port, *items):
    status = [1]
    base = {"echo": Echo, "lines": Lines, "netstrings": Netstrings}[kind]
    made = type(kind, (base,), {"items": [item.encode() for item in items], "status": status})

    def failed(failure):
        print("no connection: %s" % failure.value, file=sys.stderr)
        reactor.stop()

    endpoint = endpoints.TCP4ClientEndpoint(reactor, host, int(port), timeout=10)
    endpoint.connect(protocol.Factory.forProtocol(made)).addErrback(failed)
    reactor.callLater(20, reactor.stop)
    reactor.run()
    return status[0]


sys.exit(main(*sys.argv[1:]))
