package dev.sennit.small;

import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A room where a line from one member goes to all others. Members may be on any number of loops.
 *
 * <p>All members see joins, lines and departures in one order, that in which the room took them; only one's own lines are
 * missing. One member's lines keep their order.
 *
 * <p>A slow member holds up nobody. Once its transport is over its high mark, lines wait in the room, up to a limit; beyond
 * that it misses lines, and reads {@code (n lines missed)} in their place when it has caught up. So a member costs at most
 * the lines of that limit and its transport's high mark. While it does not read, it is not listened to either.
 */
public final class ChatRoom implements ProtocolFactory<Chat> {
    private final Limits limits;
    // The lock holds for map and queue operations alone: no transport, loop or callback is called inside.
    private final Object lock = new Object();
    private final Map<String, Chat> members = new LinkedHashMap<>();

    /** Creates an empty room with the default limits. */
    public ChatRoom() {
        this(Limits.DEFAULT);
    }

    /** Creates an empty room. */
    public ChatRoom(Limits limits) {
        this.limits = limits;
    }

    /**
     * What a room allows.
     *
     * @param members the most members at a time, 1 or more
     * @param lineBytes the longest line, 1 or more
     * @param waitingLines the most lines that wait for a slow member, or for its loop to have a turn, 1 or more
     */
    public record Limits(int members, int lineBytes, int waitingLines) {
        /** 100 members, lines of 1,024 bytes, 1,024 lines waiting; members who wait for the same lines share them. */
        public static final Limits DEFAULT = new Limits(100, TextLines.DEFAULT_LIMIT_BYTES, 1_024);

        /** Checks that each is 1 or more. */
        public Limits {
            if (members < 1 || lineBytes < 1 || waitingLines < 1) {
                throw new IllegalArgumentException("a chat's limits must be 1 or more, not " + members + " members, "
                        + lineBytes + " bytes a line, " + waitingLines + " lines waiting");
            }
        }
    }

    @Override
    public Chat protocolFor(Transport transport) {
        return new Chat(transport, this, limits);
    }

    /** The members' names, in the order in which they joined. */
    public List<String> names() {
        synchronized (lock) {
            return members.values().stream().map(Chat::name).toList();
        }
    }

    /** How joining went. */
    enum Entry {
        IN,
        NAME_TAKEN,
        ROOM_FULL
    }

    /** Lets a member that has a name in, unless the answer says why not, and tells everybody. */
    Entry join(Chat newcomer) {
        List<Chat> told;
        synchronized (lock) {
            String key = key(newcomer);
            if (members.containsKey(key)) {
                return Entry.NAME_TAKEN;
            }
            if (members.size() == limits.members()) {
                return Entry.ROOM_FULL;
            }
            newcomer.offer(TextLines.line("Welcome, " + newcomer.name() + ". " + present()));
            told = offerToOthers(newcomer, "* " + newcomer.name() + " joined");
            members.put(key, newcomer);
        }
        newcomer.wake();
        told.forEach(Chat::wake);
        return Entry.IN;
    }

    /** Passes on what a member says. */
    void say(Chat speaker, String text) {
        tellOthers(speaker, "<" + speaker.name() + "> " + text);
    }

    /** Takes a member out and tells the others. */
    void leave(Chat leaver, String how) {
        List<Chat> told;
        synchronized (lock) {
            members.remove(key(leaver), leaver);
            told = offerToOthers(leaver, "* " + leaver.name() + " " + how);
        }
        told.forEach(Chat::wake);
    }

    private void tellOthers(Chat from, String text) {
        List<Chat> told;
        synchronized (lock) {
            told = offerToOthers(from, text);
        }
        told.forEach(Chat::wake);
    }

    /** Queues a line for each member but one, under the lock, which is what makes one order; answers who is to be woken. */
    private List<Chat> offerToOthers(Chat from, String text) {
        Bytes line = TextLines.line(text);
        List<Chat> others = new ArrayList<>(members.values());
        others.remove(from);
        others.forEach(other -> other.offer(line));
        return others;
    }

    private String present() {
        return members.isEmpty()
                ? "You are alone."
                : "Here: " + members.values().stream().map(Chat::name).collect(Collectors.joining(", "));
    }

    private static String key(Chat member) {
        return ChatName.key(member.name());
    }
}
