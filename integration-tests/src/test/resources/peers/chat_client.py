"""chat_client.py ENDPOINT: sends each line of standard input, says each line received, and ends with its input."""

import sys

from twisted.internet import endpoints, protocol, reactor, stdio
from twisted.protocols.basic import LineReceiver


class Keyboard(LineReceiver):
    delimiter = b"\n"

    def __init__(self, chat):
        self.chat = chat

    def lineReceived(self, line):
        self.chat.sendLine(line)

    def connectionLost(self, reason):
        self.chat.transport.loseConnection()


class Chat(LineReceiver):
    def connectionMade(self):
        stdio.StandardIO(Keyboard(self))

    def lineReceived(self, line):
        sys.stdout.write(line.decode() + "\n")
        sys.stdout.flush()

    def connectionLost(self, reason):
        if reactor.running:
            reactor.stop()


def failed(reason):
    print("failed", reason.getErrorMessage())
    reactor.stop()


endpoint = endpoints.clientFromString(reactor, sys.argv[1])
endpoint.connect(protocol.Factory.forProtocol(Chat)).addErrback(failed)
reactor.run()
