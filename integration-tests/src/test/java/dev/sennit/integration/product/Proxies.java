package dev.sennit.integration.product;

import dev.sennit.memory.MemoryHub;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.socks.server.AccessRules;
import dev.sennit.socks.server.SocksDialer;
import dev.sennit.socks.server.SocksServer;
import dev.sennit.socks.server.SocksSettings;
import dev.sennit.socks.server.Users;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.IpNetwork;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Proxies for tests, whose way on is a name in a hub. */
final class Proxies {
    private Proxies() {}

    static final InetAddress SITE = TcpAddress.of("203.0.113.1", 0).ip();

    /** A SOCKS server that takes every destination for this name. */
    static SocksServer socks(MemoryHub hub, Reactor reactor, String name) {
        return new SocksServer(SocksSettings.DEFAULT.withRules(AccessRules.EVERYWHERE), new ByName(hub, reactor, name));
    }

    /** A SOCKS server with this way on. */
    static SocksServer socks(SocksDialer dialer) {
        SocksSettings settings =
                SocksSettings.DEFAULT.withClients(IpNetwork.ANYWHERE).withRules(AccessRules.EVERYWHERE);
        return new SocksServer(settings, dialer);
    }

    /** The same, for bob with the password hunter2 only. */
    static SocksServer socksForBob(MemoryHub hub, Reactor reactor, String name) {
        return new SocksServer(
                SocksSettings.DEFAULT.withUsers(Users.of(Map.of("bob", "hunter2"))), new ByName(hub, reactor, name));
    }

    /** An HTTP proxy with this way on, whose port is the target's. */
    static ProtocolFactory<Protocol> http(SocksDialer dialer) {
        return transport -> new HttpProxy(transport, dialer);
    }

    /** An HTTP proxy that takes every destination for this name. */
    static ProtocolFactory<Protocol> http(MemoryHub hub, Reactor reactor, String name) {
        return transport -> new HttpProxy(transport, new ByName(hub, reactor, name));
    }

    record ByName(MemoryHub hub, Reactor reactor, String name) implements SocksDialer {
        @Override
        public Deferred<List<InetAddress>> resolve(String host) {
            return Deferred.of(List.of(SITE));
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(
                Destination destination, List<InetAddress> addresses, ProtocolFactory<P> factory) {
            return hub.connect(name, reactor, ConnectOptions.DEFAULT, factory);
        }

        @Override
        public Deferred<Listener> listen(TcpAddress at, ProtocolFactory<?> factory) {
            return hub.listen("door", reactor, ListenOptions.DEFAULT, factory);
        }
    }

    /** Answers CONNECT, and nothing else; as simple as a test may be. */
    private static final class HttpProxy implements Protocol {
        private static final Bytes END = Bytes.ascii("\r\n\r\n");

        private final Transport transport;
        private final SocksDialer dialer;
        private final ByteQueue head = new ByteQueue();
        private Optional<Deferred<Pipe>> asked = Optional.empty();
        private @Nullable Transport there;
        private boolean lost;

        HttpProxy(Transport transport, SocksDialer dialer) {
            this.transport = transport;
            this.dialer = dialer;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            if (there != null) {
                there.write(data);
                return;
            }
            head.add(data);
            int end = head.indexOf(END, 0);
            if (end >= 0 && asked.isEmpty()) {
                String line = head.take(end).toUtf8().lines().findFirst().orElseThrow();
                int port = Integer.parseInt(line.replaceFirst("CONNECT .*:(\\d+) HTTP/1\\.1", "$1"));
                head.skip(END.length());
                Deferred<Pipe> connecting =
                        dialer.connect(Destination.of("site.test", port), List.of(SITE), to -> new Pipe(to, transport));
                asked = Optional.of(connecting);
                connecting.on(transport.loop()).thenAccept(this::open).exceptionally(this::failed);
            }
        }

        private void open(Pipe pipe) {
            if (lost) {
                pipe.from.close();
                return;
            }
            there = pipe.from;
            transport.write(Bytes.ascii("HTTP/1.1 200 Connection established\r\n\r\n"));
            pipe.from.write(head.takeAll());
            pipe.from.resumeReading();
        }

        private @Nullable Void failed(Throwable failure) {
            boolean refused = failure instanceof ConnectFailedException known
                    && known.kind() == ConnectFailedException.Kind.REFUSED;
            String status = refused ? "503 Service Unavailable" : "502 Bad Gateway";
            transport.write(Bytes.ascii("HTTP/1.1 " + status + "\r\n\r\n"));
            transport.close();
            return null;
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost = true;
            asked.ifPresent(Deferred::cancel);
            if (there != null) {
                there.close();
            }
        }
    }

    /** The far half of an {@link HttpProxy}. */
    private record Pipe(Transport from, Transport to) implements Protocol {
        @Override
        public void connectionMade() {
            from.pauseReading();
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            to.write(data);
        }

        @Override
        public void connectionLost(CloseReason reason) {
            to.close();
        }
    }
}
