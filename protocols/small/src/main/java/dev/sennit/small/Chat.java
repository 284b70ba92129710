package dev.sennit.small;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One member of a {@link ChatRoom}: its first line is its name, every other is said to the room.
 *
 * <p>A name has 1 to 20 visible letters, digits, dots, dashes and underscores. Two names that differ only in case, width or
 * form (NFKC_Casefold of Unicode) are the same, and a name belongs to one member. The member is asked again for a name that
 * does not qualify. Empty lines say nothing; control characters, also those for the direction of text, are replaced.
 */
public final class Chat extends TextLines {
    private static final int NAME_LIMIT = 20;

    private static final Logger LOG = System.getLogger(Chat.class.getName());

    private final ChatRoom room;
    private final Outbox outbox;
    private final AtomicBoolean woken = new AtomicBoolean();
    // Set on the loop before the room knows this member, and read by other threads only through the room.
    private String name = "";
    private boolean joined;
    private boolean overMark;

    Chat(Transport transport, ChatRoom room, ChatRoom.Limits limits) {
        super(transport, limits.lineBytes());
        this.room = room;
        this.outbox = new Outbox(limits.waitingLines());
    }

    @Override
    public void connectionMade() {
        say("What is your name?");
    }

    @Override
    void textReceived(String text) {
        if (!joined) {
            introduce(text.strip());
        } else if (!text.isBlank()) {
            room.say(this, printable(text));
        }
    }

    @Override
    public boolean writePaused() {
        overMark = true;
        return super.writePaused();
    }

    @Override
    public void writeResumed() {
        overMark = false;
        super.writeResumed();
        flush();
    }

    @Override
    public void connectionLost(CloseReason reason) {
        super.connectionLost(reason);
        overMark = true;
        if (joined) {
            boolean inOrder = reason instanceof CloseReason.Clean || reason instanceof CloseReason.HandedOver;
            room.leave(this, inOrder ? "left" : "was lost");
        }
    }

    /** Returns the name, once there is one. */
    String name() {
        return name;
    }

    /** Puts a line into the outbox; {@link #wake} has to follow. From any thread. */
    void offer(Bytes line) {
        outbox.offer(line);
    }

    /**
     * Has the outbox sent. From any thread, but without a lock.
     *
     * <p>Only the member's own loop sends: what a loop writes itself may overtake what other threads have queued (rule T2
     * of {@link Transport}), and then members would see different orders.
     */
    void wake() {
        if (transport().loop().isCurrent()) {
            flush();
            return;
        }
        if (!woken.compareAndSet(false, true)) {
            return;
        }
        try {
            transport().loop().execute(this::flushWoken);
        } catch (RejectedExecutionException ended) {
            LOG.log(Level.DEBUG, "{0}: its reactor has ended, and this member with it", name);
        }
    }

    private void flushWoken() {
        // First, so that a line offered from now on wakes again.
        woken.set(false);
        flush();
    }

    private void flush() {
        while (!overMark) {
            Optional<Bytes> line = outbox.next();
            if (line.isEmpty()) {
                return;
            }
            say(line.get());
        }
    }

    private void introduce(String wanted) {
        int length = wanted.codePointCount(0, wanted.length());
        if (length < 1 || length > NAME_LIMIT) {
            say("A name has 1 to " + NAME_LIMIT + " characters, not " + length + ". What is your name?");
        } else if (!ChatName.isVisible(wanted)) {
            say("A name has only visible letters, digits, dots, dashes and underscores. What is your name?");
        } else {
            join(wanted);
        }
    }

    private void join(String wanted) {
        name = wanted;
        switch (room.join(this)) {
            case IN -> joined = true;
            case NAME_TAKEN -> say("Somebody is called " + wanted + " already. What is your name?");
            case ROOM_FULL -> {
                say("Sorry, the room is full. Try again later.");
                transport().close();
            }
        }
    }

    /** Lines that wait for one member: a queue with a limit, which counts what it has no place for. For any thread. */
    static final class Outbox {
        private final int limitLines;
        private final Deque<Bytes> lines = new ArrayDeque<>();
        private int missed;

        Outbox(int limitLines) {
            this.limitLines = limitLines;
        }

        /** Adds a line, or counts it as missed; once one is missed, all are, until the reader has been told. */
        synchronized void offer(Bytes line) {
            if (missed > 0 || lines.size() == limitLines) {
                missed++;
            } else {
                lines.add(line);
            }
        }

        /** Removes and returns the next line: the oldest, or after the last how many were missed. */
        synchronized Optional<Bytes> next() {
            if (lines.isEmpty() && missed > 0) {
                Bytes note = TextLines.line("(" + missed + (missed == 1 ? " line" : " lines") + " missed)");
                missed = 0;
                return Optional.of(note);
            }
            return Optional.ofNullable(lines.poll());
        }
    }
}
