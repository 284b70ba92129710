"""Servers written with Twisted: twisted_peer.py [tls] LISTEN ECHO LINES NETSTRINGS CHAT (four ports).

With tls they speak that, with cert.pem and key.pem of this directory; with a ca.pem there, clients have to show a certificate
that it signed. ALPN in the environment names their protocols.
"""
import os
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
    if listen == "tls":
        import twisted_tls

        ca = "ca.pem" if os.path.exists("ca.pem") else None
        options = twisted_tls.server("cert.pem", "key.pem", ca, os.environ.get("ALPN"))
        listen, *ports = ports

        def bind(port, factory):
            reactor.listenSSL(port, factory, options, interface=listen)
    else:

        def bind(port, factory):
            reactor.listenTCP(port, factory, interface=listen)

    for kind, port in zip((Echo, Lines, Netstrings, Chat), ports):
        bind(int(port), protocol.Factory.forProtocol(kind))
    reactor.callWhenRunning(print, "peer ready", flush=True)
    reactor.run()


main(*sys.argv[1:])
