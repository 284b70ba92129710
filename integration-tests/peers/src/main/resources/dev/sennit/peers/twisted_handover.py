"""Sockets that Twisted opens and another program serves: twisted_handover.py LISTEN PORT PROGRAM ARGUMENT...

Listens at LISTEN and PORT, and at handover.sock in this directory, but accepts nobody. The program gets the two as descriptors
3 and 4, and is told of them the way that systemd does, under the names tcp and unix. What it prints is printed here.
"""
import os
import sys

from twisted.internet import error, protocol, reactor

PATH = "handover.sock"


class Watcher(protocol.ProcessProtocol):
    def processEnded(self, reason):
        ending = "ended" if reason.check(error.ProcessDone) else "failed: %s" % reason.value
        print("the program", ending, flush=True)
        reactor.callLater(0, reactor.stop)


def start(tcp, unix, command):
    environment = dict(os.environ, LISTEN_FDS="2", LISTEN_FDNAMES="tcp:unix")
    # Whom they are for only the process itself knows.
    shell = ["sh", "-c", 'LISTEN_PID=$$ exec "$@"', "sh", *command]
    descriptors = {0: os.open(os.devnull, os.O_RDONLY), 1: 1, 2: 2, 3: tcp.fileno(), 4: unix.fileno()}
    reactor.spawnProcess(Watcher(), "/bin/sh", shell, environment, childFDs=descriptors)
    print("peer ready", flush=True)


def main(listen, port, *command):
    tcp = reactor.listenTCP(int(port), protocol.Factory(), interface=listen)
    unix = reactor.listenUNIX(PATH, protocol.Factory(), mode=0o666)
    for each in (tcp, unix):
        each.stopReading()
    reactor.callWhenRunning(start, tcp, unix, command)
    reactor.run()


main(*sys.argv[1:])
