"""Twisted's echo: sends back whatever arrives. Says the port it got."""

from twisted.internet import endpoints, protocol, reactor


class Echo(protocol.Protocol):
    def dataReceived(self, data):
        self.transport.write(data)


endpoint = endpoints.serverFromString(reactor, "tcp:0:interface=127.0.0.1")
listening = endpoint.listen(protocol.Factory.forProtocol(Echo))
listening.addCallback(lambda port: print("listening on", port.getHost().port))
reactor.run()
