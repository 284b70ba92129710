"""Descriptors along a Unix connection: twisted_pass.py send SOCKET FILE | twisted_pass.py receive SOCKET

SOCKET is a path, or @ and a name in Linux's abstract namespace, where a server of the test listens.

send     sends two descriptors, each with a byte: f with the file, open for reading, s with a listening socket of TCP, from
         which it accepts nobody. Then it calls that socket, says "over" to whoever does, and prints the answer.
receive  gets the same, in either order; prints what the file has in it, answers one connection to the socket in capitals, and
         prints "answered".

Fails when it takes more than twenty seconds.
"""
import os
import socket
import sys

from twisted.internet import endpoints, interfaces, protocol, reactor
from zope.interface import implementer

failures = []


def end(reason=None):
    if reason is not None:
        failures.append(reason)
    if reactor.running:
        reactor.stop()


def unix(name):
    # As the system writes abstract names.
    return "\0" + name[1:] if name.startswith("@") else name


class Asker(protocol.Protocol):
    def connectionMade(self):
        self.transport.write(b"over")
        self.heard = b""

    def dataReceived(self, data):
        self.heard += data
        if len(self.heard) == 4:
            print("answer", self.heard.decode(), flush=True)
            self.transport.loseConnection()
            end()


class Sender(protocol.Protocol):
    def __init__(self, file):
        self.file = file

    def connectionMade(self):
        if not interfaces.IUNIXTransport.providedBy(self.transport):
            end("this transport sends no descriptors")
            return
        # Kept, since a reactor that does not read from it forgets it, and so closes it.
        self.port = port = reactor.listenTCP(0, protocol.Factory(), interface="127.0.0.1")
        port.stopReading()
        with open(self.file, "rb") as opened:
            self.transport.sendFileDescriptor(os.dup(opened.fileno()))
        self.transport.write(b"f")
        self.transport.sendFileDescriptor(port.fileno())
        self.transport.write(b"s")
        caller = endpoints.TCP4ClientEndpoint(reactor, "127.0.0.1", port.getHost().port)
        endpoints.connectProtocol(caller, Asker()).addErrback(end)


class Capitals(protocol.Protocol):
    def dataReceived(self, data):
        self.transport.write(data.upper())

    def connectionLost(self, reason):
        print("answered", flush=True)
        end()


@implementer(interfaces.IFileDescriptorReceiver)
class Receiver(protocol.Protocol):
    def __init__(self):
        self.descriptors = []

    def fileDescriptorReceived(self, descriptor):
        self.descriptors.append(descriptor)

    def dataReceived(self, data):
        for kind in data:
            descriptor = self.descriptors.pop(0)
            if kind == ord("f"):
                print("file", os.read(descriptor, 1000).decode(), flush=True)
            else:
                reactor.adoptStreamPort(descriptor, socket.AF_INET, protocol.Factory.forProtocol(Capitals))
            # What it adopts is a copy.
            os.close(descriptor)


def main(what, name, *arguments):
    made = Receiver() if what == "receive" else Sender(*arguments)
    endpoint = endpoints.UNIXClientEndpoint(reactor, unix(name))
    endpoints.connectProtocol(endpoint, made).addErrback(end)
    reactor.callLater(20, end, "it took too long")
    reactor.run()
    for each in failures:
        print(each, file=sys.stderr)
    sys.exit(1 if failures else 0)


main(*sys.argv[1:])
