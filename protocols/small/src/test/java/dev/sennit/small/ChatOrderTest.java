package dev.sennit.small;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.testing.RecordingTransport;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** All members hear everything, in one order, on however many loops they talk at once. */
class ChatOrderTest {
    private static final int LOOPS = 4;
    private static final int EACH = 500;
    private static final ChatRoom.Limits ROOMY = new ChatRoom.Limits(100, 100, 1_000_000);

    private final ChatRoom room = new ChatRoom(ROOMY);
    private final CyclicBarrier together = new CyclicBarrier(LOOPS);

    @Test
    void membersOnSeveralLoopsHearTheSameOrder() throws Exception {
        List<List<String>> heard = Threads.run(LOOPS, this::talkAndListen);
        List<String> order = heard.get(0);
        assertEquals(LOOPS * EACH, order.size());
        heard.forEach(other -> assertEquals(order, other));
        for (int loop = 0; loop < LOOPS; loop++) {
            String speaker = "<speaker" + loop + "> ";
            List<String> lines =
                    order.stream().filter(line -> line.startsWith(speaker)).toList();
            for (int i = 0; i < EACH; i++) {
                assertEquals(speaker + i, lines.get(i));
            }
        }
    }

    @Test
    void nobodyIsForgottenOrLeftBehindWhenManyComeAndGoAtOnce() throws Exception {
        List<Integer> entered = Threads.run(LOOPS, this::comeAndGo);
        assertEquals(LOOPS * EACH, entered.stream().mapToInt(Integer::intValue).sum());
        assertEquals(List.of(), room.names());
    }

    /** A speaker and a silent listener on one loop; answers what the listener heard said. */
    private List<String> talkAndListen(int loop) {
        var speaker = RecordingTransport.with(room);
        var listener = RecordingTransport.with(room);
        speaker.receive("speaker" + loop + "\n");
        listener.receive("listener" + loop + "\n");
        meet();
        StringBuilder heard = new StringBuilder();
        for (int i = 0; i < EACH; i++) {
            speaker.receive(i + "\n");
            heard.append(listener.written().toUtf8());
        }
        meet();
        heard.append(listener.written().toUtf8());
        return heard.toString().lines().filter(line -> line.startsWith("<")).toList();
    }

    private int comeAndGo(int loop) {
        int entered = 0;
        for (int i = 0; i < EACH; i++) {
            var guest = RecordingTransport.with(room);
            guest.receive("guest" + loop + "\n");
            entered += guest.written().toUtf8().contains("Welcome, guest" + loop) ? 1 : 0;
            guest.reset();
        }
        return entered;
    }

    private void meet() {
        try {
            together.await();
        } catch (InterruptedException | BrokenBarrierException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
