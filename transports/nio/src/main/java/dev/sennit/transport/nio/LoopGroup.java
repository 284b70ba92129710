package dev.sennit.transport.nio;

import dev.sennit.transport.MemoryBudget;
import dev.sennit.transport.nio.socket.Sockets;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The loops of a reactor that carry the sockets of one kind.
 *
 * @param sockets opens them
 * @param loops one or more
 * @param turn whose turn it is
 */
record LoopGroup(Sockets sockets, List<NioLoop> loops, AtomicInteger turn) {
    /**
     * What loops of a group share.
     *
     * @param whenStarted runs as the thread of a loop starts, or goes on, on the thread that caused it
     * @param whenBroken is told when a loop broke and its channels are closed; on the loop, again if it throws
     */
    record Home(
            Sockets sockets,
            MemoryBudget memoryBudget,
            Runnable whenStarted,
            Consumer<Throwable> whenBroken,
            Executor workers) {}

    /** Returns the loop that the calling thread is, or the next in turn. */
    NioLoop next() {
        NioLoop own = current();
        return own != null ? own : dealt();
    }

    /** Returns the loop that the calling thread is, if it is one of these. */
    @Nullable
    NioLoop current() {
        for (NioLoop loop : loops) {
            if (loop.isCurrent()) {
                return loop;
            }
        }
        return null;
    }

    /** Returns the next in turn that has not broken, if any is left. */
    NioLoop dealt() {
        NioLoop dealt = nextInTurn();
        for (int others = loops.size() - 1; dealt.hasEnded() && others > 0; others--) {
            dealt = nextInTurn();
        }
        return dealt;
    }

    List<NioLoop> unbroken() {
        return loops.stream().filter(loop -> !loop.hasEnded()).toList();
    }

    private NioLoop nextInTurn() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }
}
