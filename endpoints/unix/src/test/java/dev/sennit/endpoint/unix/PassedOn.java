package dev.sennit.endpoint.unix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that was open before, as if whoever started this process had opened it: the JDK's, found by its number in
 * proc(5).
 */
record PassedOn(Channel channel, int number) implements AutoCloseable {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private interface Opening {
        Channel open() throws IOException;
    }

    static PassedOn listeningAt(Path path) throws IOException {
        Channel channel =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path), 16);
        // Num RefCount Protocol Flags Type St Inode Path
        return new PassedOn(channel, ofInode(column("unix", " " + path, 6)));
    }

    static PassedOn listeningOnTcp() throws IOException {
        ServerSocketChannel channel =
                ServerSocketChannel.open(StandardProtocolFamily.INET).bind(loopback(), 16);
        int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        // sl local_address rem_address st tx:rx tr:when retransmits uid timeout inode ..., and 0A is LISTEN
        String place = ":%04X 00000000:0000 0A".formatted(port);
        return new PassedOn(channel, ofInode(column("tcp", place, 9)));
    }

    static PassedOn boundOnly() throws IOException {
        return newest(() -> SocketChannel.open(StandardProtocolFamily.INET).bind(loopback()));
    }

    static PassedOn datagrams() throws IOException {
        return newest(() -> DatagramChannel.open(StandardProtocolFamily.INET).bind(loopback()));
    }

    static PassedOn file(Path path) throws IOException {
        return newest(() -> FileChannel.open(path));
    }

    SocketAddress tcpAddress() throws IOException {
        return ((ServerSocketChannel) channel).getLocalAddress();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static String column(String table, String part, int index) throws IOException {
        return Files.readAllLines(Path.of("/proc/net", table)).stream()
                .filter(line -> line.contains(part))
                .map(line -> line.strip().split(" +", -1)[index])
                .findFirst()
                .orElseThrow();
    }

    private static int ofInode(String inode) throws IOException {
        return all().entrySet().stream()
                .filter(each -> each.getValue().equals("socket:[" + inode + "]"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Opens what no table of the system tells from others, so nothing else may be opened meanwhile. */
    private static PassedOn newest(Opening opening) throws IOException {
        Map<Integer, String> before = all();
        Channel channel = opening.open();
        Map<Integer, String> opened = all();
        opened.entrySet().removeAll(before.entrySet());
        // What this was listed with, once more.
        opened.values().removeIf(target -> target.startsWith("/proc/"));
        if (opened.size() != 1) {
            throw new AssertionError("one was opened, and these are there: " + opened);
        }
        return new PassedOn(channel, opened.keySet().iterator().next());
    }

    /** Every descriptor, and what it is of. */
    private static Map<Integer, String> all() throws IOException {
        Map<Integer, String> all = new TreeMap<>();
        try (var entries = Files.list(DESCRIPTORS)) {
            for (Path each : (Iterable<Path>) entries::iterator) {
                all.put(Integer.valueOf(each.getFileName().toString()), target(each));
            }
        }
        return all;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException goneAgain) {
            return "/proc/";
        }
    }
}
