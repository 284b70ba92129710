package dev.sennit.transport.unix;

import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.UnixAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A process that is passed descriptors when it has none left, and says what became of them. */
final class Exhausted {
    private Exhausted() {}

    public static void main(String[] arguments) throws IOException {
        UnixAddress address =
                new UnixAddress("@sennit-exhausted-" + ProcessHandle.current().pid());
        LinuxSockets.LinuxListener door = (LinuxSockets.LinuxListener) new LinuxSockets()
                .listen(address, ListenOptions.DEFAULT, 1)
                .channels()
                .get(0);
        LinuxStream sender = LinuxStream.to(address, SocketNames.of(address));
        LinuxStream receiver = Objects.requireNonNull(door.accept());
        receiver.wantDescriptors();
        Descriptor passed = Descriptor.open(Path.of("/dev/null"));
        // What follows is loaded by this: a class may take a descriptor.
        System.out.println(receive(sender, receiver, passed));
        send(sender, passed);
        List<Descriptor> all = exhaust();
        String told = received(receiver);
        all.forEach(Descriptor::close);
        System.out.println(told);
    }

    private static List<Descriptor> exhaust() {
        List<Descriptor> all = new ArrayList<>();
        try {
            while (true) {
                all.add(Descriptor.copyOf(0));
            }
        } catch (IOException noMore) {
            return all;
        }
    }

    private static String receive(LinuxStream sender, LinuxStream receiver, Descriptor passed) throws IOException {
        send(sender, passed);
        exhaust().forEach(Descriptor::close);
        return received(receiver);
    }

    private static void send(LinuxStream sender, Descriptor passed) throws IOException {
        sender.send(ByteBuffer.allocateDirect(1), List.of(passed));
    }

    private static String received(LinuxStream receiver) {
        try {
            int bytes = receiver.read(ByteBuffer.allocateDirect(8));
            return bytes + " byte, " + receiver.takeDescriptors().size() + " descriptor";
        } catch (IOException failure) {
            return String.valueOf(failure.getMessage());
        }
    }
}
