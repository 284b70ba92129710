"""Servers written with Twisted: twisted_peer.py LISTEN ECHO LINES NETSTRINGS CHAT (four ports)."""
import sys

from twisted.internet import protocol, reactor
from twisted.protocols import basic


class Echo(protocol.Protocol):
    def dataReceived(self, data):
        self.transport.write(data)


class Lines(basic.LineReceiver):
    """Greets, then answers each line in capitals; 'quit' ends."""

    def connectionMade(self):
        self.sendLine(b"hello from twisted")

    def lineReceived(self, line):
        if line == b"quit":
            self.transport.loseConnection()
        else:
            self.sendLine(line.upper())


class Netstrings(basic.NetstringReceiver):
    """Answers each string reversed."""

    MAX_LENGTH = 1 << 20

    def stringReceived(self, string):
        self.sendString(string[::-1])


class Chat(basic.LineReceiver):
    """Passes each line on to all that are connected, the sender too."""

    everyone = set()

    def connectionMade(self):
        self.everyone.add(self)
        self.sendLine(b"present: %d" % len(self.everyone))

    def connectionLost(self, reason):
        self.everyone.discard(self)

    def lineReceived(self, line):
        for one in self.everyone:
            one.sendLine(line)


def main(listen, *ports):
    for kind, port in zip((Echo, Lines, Netstrings, Chat), ports):
        reactor.listenTCP(int(port), protocol.Factory.forProtocol(kind), interface=listen)
    reactor.callWhenRunning(print, "peer ready", flush=True)
    reactor.run()


main(*sys.argv[1:])
