package dev.sennit.integration.load;

import dev.sennit.small.ChatRoom;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.io.IOException;
import java.time.Duration;

/** A chat that says where it listens and which connections it loses; once asked, who is there. */
final class MemoryBudgetMain {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final ChatRoom.Limits LIMITS = new ChatRoom.Limits(400, 4096, 16);

    private MemoryBudgetMain() {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
        try (NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(2))) {
            ChatRoom room = new ChatRoom(LIMITS);
            Listener listener = reactor.listen(
                            TcpAddress.loopback(0), ListenOptions.DEFAULT, room.through(Announcing::new))
                    .await(LIMIT);
            System.out.println("listening on " + ((TcpAddress) listener.address()).port());
            if (System.in.read() >= 0) {
                System.out.println("present " + String.join(",", room.names()));
            }
        }
    }

    private static final class Announcing extends Layer {
        @Override
        public void connectionLost(CloseReason reason) {
            System.out.println("lost " + below().peer() + ": " + reason);
            super.connectionLost(reason);
        }
    }
}
