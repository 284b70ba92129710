"""Twisted's LineReceiver as an echo: sends back each line, and closes after the line "bye". Says the port it got."""

from twisted.internet import endpoints, protocol, reactor
from twisted.protocols.basic import LineReceiver


class LineEcho(LineReceiver):
    def lineReceived(self, line):
        self.sendLine(line)
        if line == b"bye":
            self.transport.loseConnection()


endpoint = endpoints.serverFromString(reactor, "tcp:0:interface=127.0.0.1")
listening = endpoint.listen(protocol.Factory.forProtocol(LineEcho))
listening.addCallback(lambda port: print("listening on", port.getHost().port))
reactor.run()
