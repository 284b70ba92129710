"""ENDPOINT CONNECTIONS EACH: opens all connections, then asks each for UUIDs one after the other.

Says "CONNECTION UUID" for each.
"""

import sys

from twisted.internet import defer, endpoints, protocol, reactor
from twisted.protocols.basic import LineReceiver

CONNECTIONS = int(sys.argv[2])
EACH = int(sys.argv[3])


class Asker(LineReceiver):
    def connectionMade(self):
        self.ended = defer.Deferred()
        self.got = 0

    def begin(self, number):
        self.number = number
        self.sendLine(b"C")
        return self.ended

    def lineReceived(self, line):
        if len(line) != 36 or b" " in line:
            return
        print(self.number, line.decode())
        self.got += 1
        self.sendLine(b"C" if self.got < EACH else b"X")

    def connectionLost(self, reason):
        self.ended.callback(None)


@defer.inlineCallbacks
def main():
    endpoint = endpoints.clientFromString(reactor, sys.argv[1])
    factory = protocol.Factory.forProtocol(Asker)
    askers = yield defer.gatherResults([endpoint.connect(factory) for _ in range(CONNECTIONS)])
    yield defer.gatherResults([asker.begin(number) for number, asker in enumerate(askers)])


def failed(reason):
    print("failed", reason.getErrorMessage())


main().addErrback(failed).addBoth(lambda _: reactor.stop())
reactor.run()
