"""echo_client.py ENDPOINT BYTES: sends so many bytes, ends its output, and says the SHA-256 of both directions."""

import hashlib
import sys

from twisted.internet import endpoints, protocol, reactor

SENT = bytes(i * 7 % 251 for i in range(int(sys.argv[2])))


class Sender(protocol.Protocol):
    def connectionMade(self):
        self.received = hashlib.sha256()
        self.count = 0
        self.transport.write(SENT)

    def dataReceived(self, data):
        self.received.update(data)
        self.count += len(data)
        if self.count == len(SENT):
            self.transport.loseConnection()

    def connectionLost(self, reason):
        print("sent", hashlib.sha256(SENT).hexdigest())
        print("received", self.received.hexdigest())
        print("ended", reason.type.__name__)
        reactor.stop()


def failed(reason):
    print("failed", reason.getErrorMessage())
    reactor.stop()


endpoint = endpoints.clientFromString(reactor, sys.argv[1])
endpoint.connect(protocol.Factory.forProtocol(Sender)).addErrback(failed)
reactor.run()
