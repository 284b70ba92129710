package dev.sennit.socks.server;

import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.IpNetwork;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A SOCKS server with a client and a destination, on hosts of a memory network: raw bytes in, raw bytes out. */
final class SocksFixture {
    /** Everybody is served, and everything is allowed. */
    static final SocksSettings OPEN =
            SocksSettings.DEFAULT.withClients(IpNetwork.ANYWHERE).withRules(AccessRules.EVERYWHERE);

    /** An address that is public, unless a test says that it is one of the proxy's machine. */
    static final InetAddress PUBLIC = TcpAddress.of("198.51.100.7", 0).ip();

    final MemoryNetwork network = MemoryNetwork.seeded(1);
    final MemoryHost client = network.host("client");
    final MemoryHost proxy = network.host("proxy");
    final MemoryHost site = network.host("site");
    final List<Talker> visitors = new ArrayList<>();
    /** The listeners that were opened for BIND, in order. */
    final List<OpenedListener> listeners = new ArrayList<>();
    /** The public addresses of the proxy's machine. */
    final Set<InetAddress> own = new HashSet<>();

    /** The names that were looked up, in order. */
    final List<String> lookedUp = new ArrayList<>();

    /** Answers for the names that end with {@code .later}, which the test settles. */
    final List<Deferred.Source<List<InetAddress>>> later = new ArrayList<>();

    /** Set by a test to hold back the answer to each {@code listen}. */
    boolean holdsListening;

    final List<Deferred.Source<Void>> heldListening = new ArrayList<>();

    /** Sends nothing by itself, and keeps what it receives. */
    static class Talker implements Protocol {
        final Transport transport;
        final ByteQueue heard = new ByteQueue();
        boolean ended;
        boolean lost;
        boolean clean;

        Talker(Transport transport) {
            this.transport = transport;
        }

        void say(String hex) {
            transport.write(Bytes.hex(hex.replace(" ", "")));
        }

        String heardHex() {
            return heard.peek(heard.length()).toHex();
        }

        String heardText() {
            return heard.peek(heard.length()).toUtf8();
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            heard.add(data);
        }

        @Override
        public boolean inputEnded() {
            ended = true;
            return true;
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost = true;
            clean = reason instanceof CloseReason.Clean;
        }
    }

    /** A listener that tells whether it has been closed. */
    static final class OpenedListener extends ForwardingListener {
        boolean closed;

        private OpenedListener(Listener listener) {
            super(listener);
        }

        @Override
        public Deferred<Void> close() {
            closed = true;
            return super.close();
        }
    }

    /** Knows some names, of which inner.test and zero.test lead to the proxy's machine. */
    final class Direct implements SocksDialer {
        @Override
        public Deferred<List<InetAddress>> resolve(String name) {
            lookedUp.add(name);
            if (name.endsWith(".later")) {
                Deferred.Source<List<InetAddress>> answer = new Deferred.Source<>(proxy.nextLoop());
                later.add(answer);
                return answer.deferred();
            }
            return switch (name) {
                case "site.test" -> Deferred.of(List.of(site.ip()));
                case "inner.test" -> Deferred.of(List.of(TcpAddress.loopback(0).ip()));
                case "zero.test" ->
                    Deferred.of(List.of(TcpAddress.of("0.0.0.0", 0).ip()));
                case "public.test" -> Deferred.of(List.of(PUBLIC));
                case "slow.test" -> new Deferred.Source<List<InetAddress>>(proxy.nextLoop()).deferred();
                default -> Deferred.failed(new UnknownHostException(name));
            };
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(
                Destination destination, List<InetAddress> addresses, ProtocolFactory<P> factory) {
            return proxy.connect(new TcpAddress(addresses.get(0), destination.port()), ConnectOptions.DEFAULT, factory);
        }

        @Override
        public boolean isOwn(InetAddress address) {
            return own.contains(address);
        }

        @Override
        public Deferred<Listener> listen(TcpAddress at, ProtocolFactory<?> factory) {
            Deferred.Source<Void> go = new Deferred.Source<>(proxy.nextLoop());
            if (holdsListening) {
                heldListening.add(go);
            } else {
                go.succeed(null);
            }
            return proxy.listen(at, ListenOptions.DEFAULT, factory).thenCompose(opened -> {
                OpenedListener listener = new OpenedListener(opened);
                listeners.add(listener);
                return go.deferred().thenApply(none -> listener);
            });
        }
    }

    /** Starts the server on port 1080 of the proxy's host, and a destination on port 80 of the site's. */
    SocksServer serve(SocksSettings settings) {
        SocksServer server = new SocksServer(settings, new Direct());
        network.await(proxy.listen(proxy.address(1080), ListenOptions.DEFAULT, server));
        network.await(site.listen(site.address(80), ListenOptions.DEFAULT, transport -> {
            Talker visitor = new Talker(transport);
            visitors.add(visitor);
            return visitor;
        }));
        return server;
    }

    Talker dial() {
        return dialFrom(client);
    }

    Talker dialFrom(MemoryHost host) {
        return network.await(host.connect(proxy.address(1080), ConnectOptions.DEFAULT, Talker::new));
    }

    /** Connects from the client's host, sends these bytes, and lets everything happen that needs no time. */
    Talker ask(String hex) {
        return askFrom(client, hex);
    }

    Talker askFrom(MemoryHost host, String hex) {
        Talker talker = dialFrom(host);
        talker.say(hex.replace("SITE", siteHex()));
        network.run();
        return talker;
    }

    String siteHex() {
        return Bytes.copyOf(site.ip().getAddress()).toHex();
    }

    /** A SOCKS 5 request without a login for a name. */
    static String connectTo(String name, int port) {
        return "050100" + "05010003" + "%02x".formatted(name.length())
                + Bytes.ascii(name).toHex() + "%04x".formatted(port);
    }

    /** The port of the listener that a reply to a SOCKS 5 BIND tells, after the choice of a login. */
    static int boundPort(Bytes answer) {
        return (answer.byteAt(10) & 0xff) * 256 + (answer.byteAt(11) & 0xff);
    }
}
