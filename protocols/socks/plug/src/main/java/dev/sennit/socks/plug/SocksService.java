package dev.sennit.socks.plug;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.Resolver;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Secret;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.services.ServiceContext;
import dev.sennit.services.ServiceOptions;
import dev.sennit.services.ServiceType;
import dev.sennit.socks.server.AccessEntry;
import dev.sennit.socks.server.AccessRules;
import dev.sennit.socks.server.LoginLimits;
import dev.sennit.socks.server.LookupLimits;
import dev.sennit.socks.server.SocksDialer;
import dev.sennit.socks.server.SocksServer;
import dev.sennit.socks.server.SocksSettings;
import dev.sennit.socks.server.SocksSettings.Limits;
import dev.sennit.socks.server.Users;
import dev.sennit.transport.IpNetwork;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** {@code socks}: a SOCKS 4, 4a and 5 server. */
public final class SocksService implements ServiceType {
    private static final ArgumentKind<List<IpNetwork>> NETWORKS = ArgumentKind.list(
            ArgumentKind.of("a network such as 10.0.0.0/8 or fd00::/8", read(IpNetwork::parse), IpNetwork::toString));
    private static final ArgumentKind<List<AccessEntry>> ENTRIES = ArgumentKind.list(ArgumentKind.of(
            "a network, a name or *, with ports or without, such as 10.0.0.0/8, *.example.org:443 or [fd00::/8]:80-90",
            read(AccessEntry::parse),
            AccessEntry::toString));

    private static final Argument<Path> USERS =
            Argument.optional("users", ArgumentKind.path(), "File with a line NAME:PASSWORD for each who may log in.");
    private static final Argument<String> USER = Argument.optional(
            "user",
            ArgumentKind.text(),
            "The one who may log in; others on this machine can see it, and --password too.");
    private static final Argument<Secret> PASSWORD =
            Argument.optional("password", ArgumentKind.secret(), "The password of --user.");
    private static final Argument<List<IpNetwork>> CLIENTS = Argument.optional(
            "clients",
            NETWORKS,
            "From where clients are taken; unless given, anywhere if they log in, else this machine.");
    private static final Argument<List<AccessEntry>> ALLOW = Argument.optional(
            "allow", ENTRIES, List.of(), "Where clients may go; unless given, to every public address.");
    private static final Argument<List<AccessEntry>> DENY =
            Argument.optional("deny", ENTRIES, List.of(), "Where clients may not go, whatever --allow says.");
    private static final Argument<Integer> CONNECTIONS = Argument.optional(
            "connections",
            ArgumentKind.integer(1, 1_000_000),
            Limits.DEFAULT.connections(),
            "Most clients at a time; more are turned away.");
    private static final Argument<Duration> HANDSHAKE = Argument.optional(
            "handshake",
            ArgumentKind.duration(),
            Limits.DEFAULT.handshake(),
            "Longest a client may take to say what it wants.");
    private static final Argument<Duration> CONNECT = Argument.optional(
            "connect", ArgumentKind.duration(), Limits.DEFAULT.connect(), "Longest wait for a destination.");
    private static final Argument<Duration> BIND = Argument.optional(
            "bind",
            ArgumentKind.duration(),
            Limits.DEFAULT.bind(),
            "Longest wait for the connection that a client expects (BIND).");
    private static final Argument<Duration> IDLE = Argument.optional(
            "idle", ArgumentKind.duration(), Limits.DEFAULT.idle(), "Longest time without a byte in either direction.");

    private static final Argument<Integer> LOOKUPS = Argument.optional(
            "lookups",
            ArgumentKind.integer(1, 10_000),
            LookupLimits.DEFAULT.running(),
            "Most names looked up at a time, each on a thread; more wait.");
    private static final Argument<Integer> CLIENT_LOOKUPS = Argument.optional(
            "client-lookups",
            ArgumentKind.integer(1, 10_000),
            LookupLimits.DEFAULT.runningPerClient(),
            "Most names looked up at a time for one client's address; more wait.");

    /** For the service loader. */
    public SocksService() {}

    @Override
    public String name() {
        return "socks";
    }

    @Override
    public String help() {
        return "Opens connections for its clients: a SOCKS 4, 4a and 5 proxy, with CONNECT and BIND.";
    }

    @Override
    public String description() {
        return "Without users it serves clients of this machine only. With users everybody has to log in, which SOCKS"
                + " 4 cannot; wrong logins slow down further ones from that address and for that user. Addresses of this"
                + " machine, of private networks and others that are not public can be reached only if --allow has a"
                + " network that holds them, such as 10.0.0.0/8 or 0.0.0.0/0; a name or * does not do, since whoever owns"
                + " a name says where it leads. What is refused is logged, with --verbose everything. UDP is not relayed.";
    }

    @Override
    public List<Argument<?>> options() {
        return List.of(
                USERS,
                USER,
                PASSWORD,
                CLIENTS,
                ALLOW,
                DENY,
                CONNECTIONS,
                HANDSHAKE,
                CONNECT,
                BIND,
                IDLE,
                LOOKUPS,
                CLIENT_LOOKUPS);
    }

    @Override
    public ProtocolFactory<?> factory(ServiceOptions options, ServiceContext context) {
        Optional<Users> users = users(options);
        List<IpNetwork> clients = users.isPresent() ? IpNetwork.ANYWHERE : IpNetwork.LOOPBACK;
        Limits limits = new Limits(
                options.get(CONNECTIONS),
                options.get(HANDSHAKE),
                options.get(CONNECT),
                options.get(BIND),
                options.get(IDLE));
        LookupLimits lookups = LookupLimits.DEFAULT
                .withRunning(options.get(LOOKUPS))
                .withRunningPerClient(options.get(CLIENT_LOOKUPS));
        SocksSettings settings = new SocksSettings(
                options.find(CLIENTS).orElse(clients),
                users,
                new AccessRules(options.get(ALLOW), options.get(DENY)),
                limits,
                lookups,
                LoginLimits.DEFAULT);
        return new SocksServer(settings, EndpointDialer.of(context.endpoints(), lookups.running()));
    }

    private static Optional<Users> users(ServiceOptions options) {
        Optional<String> user = options.find(USER);
        Optional<Secret> password = options.find(PASSWORD);
        if (user.isPresent() != password.isPresent()) {
            throw new IllegalArgumentException("--user and --password go together");
        }
        if (user.isPresent() && options.isGiven(USERS)) {
            throw new IllegalArgumentException("--users and --user are two ways to say the same; give one");
        }
        return user.isPresent()
                ? Optional.of(Users.of(Map.of(user.get(), password.orElseThrow().reveal())))
                : options.find(USERS).map(SocksService::read);
    }

    private static Users read(Path file) {
        try {
            return Users.parse(Files.readString(file));
        } catch (CharacterCodingException noText) {
            throw new IllegalArgumentException("the users file " + file + " is no text in UTF-8", noText);
        } catch (FileSystemException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(new FileSystemException(
                    file.toString(), null, Files.isDirectory(file) ? "is a directory" : "cannot be read"));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("the users file " + file + ": " + wrong.getMessage(), wrong);
        }
    }

    private static <T> Function<String, Optional<T>> read(Function<String, T> parse) {
        return text -> {
            try {
                return Optional.of(parse.apply(text));
            } catch (IllegalArgumentException wrong) {
                return Optional.empty();
            }
        };
    }

    /**
     * A proxy's way out by the {@code tcp} client endpoint, which races a destination's addresses.
     *
     * @param names looks up what clients ask for
     */
    record EndpointDialer(EndpointContext context, Resolver names) implements SocksDialer {
        private static final long KEEP_SECONDS = 5;

        /** Makes one that looks names up on threads of its own, at most so many. */
        static EndpointDialer of(EndpointContext context, int lookups) {
            return new EndpointDialer(context, context.resolver().on(lookupThreads(lookups)));
        }

        @Override
        public Deferred<List<InetAddress>> resolve(String name) {
            return names.resolve(name);
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(
                Destination destination, List<InetAddress> addresses, ProtocolFactory<P> factory) {
            // Not looked up again: only these were allowed.
            EndpointContext allowed = context.withResolver(name -> Deferred.of(addresses));
            HostPort target = new HostPort(destination.host(), destination.port());
            return allowed.reach(target, Optional.empty()).connect(factory);
        }

        @Override
        public Deferred<Listener> listen(TcpAddress at, ProtocolFactory<?> factory) {
            return context.reactor().listen(at, ListenOptions.DEFAULT, factory);
        }

        /**
         * Returns threads for looking up names that clients choose, 1 or more at most, so that names whose servers do not answer
         * delay no other work. They start as names come, end soon after, and do not keep the process running.
         */
        private static Executor lookupThreads(int most) {
            AtomicInteger count = new AtomicInteger();
            ThreadPoolExecutor pool = new ThreadPoolExecutor(
                    most, most, KEEP_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                        Thread thread = new Thread(work, "sennit-socks-lookup-" + count.incrementAndGet());
                        thread.setDaemon(true);
                        return thread;
                    });
            pool.allowCoreThreadTimeOut(true);
            return pool;
        }
    }
}
