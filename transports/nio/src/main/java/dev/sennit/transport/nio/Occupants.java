package dev.sennit.transport.nio;

import dev.sennit.transport.LoopMember;
import dev.sennit.transport.nio.socket.Poller;
import dev.sennit.transport.spi.FaultLog;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What lives on one loop: the channels of its poller, and members without a channel. For the loop's thread. */
final class Occupants {
    private static final Logger LOG = System.getLogger(Occupants.class.getName());

    /** They do not keep the thread: what ends them starts it again. */
    private final Set<LoopMember> members = new LinkedHashSet<>();

    private final List<LoopMember> ending = new ArrayList<>(0);

    void add(LoopMember member) {
        members.add(member);
    }

    void remove(LoopMember member) {
        members.remove(member);
    }

    void forget() {
        members.clear();
        ending.clear();
    }

    /** Frees every channel, calling nobody; one that fails is left, to be ended later. */
    void freeChannels(Poller poller) {
        poller.forEach(handler -> {
            try {
                handler.free();
            } catch (Throwable failure) {
                // The others free memory; a report would take some.
            }
        });
    }

    /** Notes all that there are now, for {@link #end}; those who end meanwhile leave the poller and the members. */
    void note(Poller poller) {
        ending.clear();
        ending.addAll(members);
        poller.forEach(ending::add);
    }

    /** Ends all that were noted, because of this failure or, without one, for the shutdown. */
    void end(@Nullable Throwable failure) {
        for (LoopMember each : ending) {
            try {
                each.loopEnds(failure);
            } catch (Throwable first) {
                endAgain(each, failure, first);
            }
        }
        ending.clear();
    }

    /** One that failed for want of memory may find some now that others have ended. */
    private static void endAgain(LoopMember member, @Nullable Throwable failure, Throwable first) {
        try {
            if (failure != null) {
                member.loopEnds(failure);
            }
        } catch (Throwable again) {
            FaultLog.report(LOG, member, "ending with its loop threw again", again);
        }
        FaultLog.report(LOG, member, "ending with its loop threw", first);
    }
}
