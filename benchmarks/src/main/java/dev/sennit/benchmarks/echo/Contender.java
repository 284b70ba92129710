package dev.sennit.benchmarks.echo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server to measure. */
enum Contender {
    C("c", true, ""),
    NIO("nio", true, "NioEchoServer"),
    SENNIT("sennit", false, "SennitEchoServer"),
    SENNIT_EPOLL("sennit-epoll", false, "SennitEchoServer epoll"),
    NETTY_NIO("netty-nio", false, "NettyEchoServer nio"),
    NETTY_EPOLL("netty-epoll", false, "NettyEchoServer epoll");

    /** The same for every Java server: a collector without threads of its own, a heap that is no constraint. */
    static final List<String> JAVA_FLAGS = List.of("-XX:+UseSerialGC", "-Xmx1g");

    private static final Path C_PROGRAM = Path.of("target", "epoll_echo");

    private final String label;
    private final boolean floor;
    private final String program;

    /** {@code program} is the main class and its arguments. */
    Contender(String label, boolean floor, String program) {
        this.label = label;
        this.floor = floor;
        this.program = program;
    }

    static Contender named(String label) {
        for (Contender one : values()) {
            if (one.label.equals(label)) {
                return one;
            }
        }
        throw new IllegalArgumentException("no server is named '" + label + "'");
    }

    String label() {
        return label;
    }

    /** Whether the others are compared with it. */
    boolean isFloor() {
        return floor;
    }

    boolean isJava() {
        return this != C;
    }

    /** Whether this machine has it. */
    boolean isPresent() {
        return isJava() || Files.isExecutable(C_PROGRAM);
    }

    /** Starts it on the given processor, or on any if there is only one. */
    Companion start(Pinning pinning) throws IOException {
        return Companion.start(pinning.onServer(
                isJava() ? java(List.of(program.split(" ", -1)), JAVA_FLAGS) : List.of(C_PROGRAM.toString())));
    }

    /** The command for a main class of this package and its arguments. */
    static List<String> java(List<String> program, List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Contender.class.getPackageName() + "." + program.get(0));
        command.addAll(program.subList(1, program.size()));
        return command;
    }
}
