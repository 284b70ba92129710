package dev.sennit.transport.deferred;

import dev.sennit.transport.time.LoopClock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The settled cells whose stages one thread has yet to run: a list where recursion would overflow the stack.
 *
 * <p>A stage that settles another cell adds it to the list it runs from. User code in a stage that settles or attaches
 * starts a list of its own, so that its callbacks run at once; nested deeper than {@link #MAX_NESTING}, it uses the
 * innermost list, so that a loop written as recursion through callbacks runs flat.
 */
final class Work {
    private static final Logger LOGGER = System.getLogger(Work.class.getName());
    private static final int MAX_NESTING = 16;
    // The only way to know, under user code, that a list is being worked on further down the same stack.
    private static final ThreadLocal<Work> CURRENT = new ThreadLocal<>();

    private final @Nullable Work outer;
    /** The executor that runs this, or that this stands in for because it refused; null if neither. */
    private @Nullable Executor place;

    private final int depth;
    private @Nullable Cell<?> first;
    private @Nullable Cell<?> last;

    private Work(@Nullable Work outer, @Nullable Executor place) {
        this.outer = outer;
        this.place = place;
        this.depth = outer == null ? 1 : outer.depth + 1;
    }

    /**
     * Has the stages of a settled cell run at its place: if that is here, in {@code work}, or before this returns if that
     * is null.
     */
    static void drain(Cell<?> cell, @Nullable Work work) {
        Executor place = cell.place();
        Work around = work != null ? work : CURRENT.get();
        if (place == null || isHere(place, around)) {
            drainHere(cell, work, around == null ? null : around.place);
        } else {
            send(cell, place, work);
        }
    }

    private static boolean isHere(Executor place, @Nullable Work around) {
        return (place instanceof LoopClock loop && loop.isCurrent()) || (around != null && around.place == place);
    }

    private static void drainHere(Cell<?> cell, @Nullable Work work, @Nullable Executor place) {
        if (work != null) {
            work.add(cell);
            return;
        }
        Work around = CURRENT.get();
        if (around != null && around.depth >= MAX_NESTING) {
            around.add(cell);
        } else {
            new Work(around, place).run(cell);
        }
    }

    private static void send(Cell<?> cell, Executor place, @Nullable Work work) {
        cell.sent();
        try {
            place.execute(() -> {
                cell.arrived();
                drainHere(cell, null, place instanceof LoopClock ? null : place);
            });
        } catch (RuntimeException | Error refusal) {
            cell.arrived();
            drainInstead(cell, place, work, refusal);
        }
    }

    /** Nobody else will run these stages now, so they run here: as if on a loop, and else as told why they could not. */
    private static void drainInstead(Cell<?> cell, Executor place, @Nullable Work work, Throwable refusal) {
        if (!(place instanceof LoopClock)) {
            new Work(CURRENT.get(), place).runRefused(cell, refusal);
            return;
        }
        if (work != null && work.place == null) {
            // So that what follows need not ask the loop again.
            work.place = place;
        }
        drainHere(cell, work, place);
    }

    private void add(Cell<?> cell) {
        if (last == null) {
            first = cell;
        } else {
            last.nextInWork = cell;
        }
        last = cell;
    }

    private void run(Cell<?> cell) {
        add(cell);
        runAll();
    }

    private void runRefused(Cell<?> cell, Throwable cause) {
        runStages(cell, new Outcome.Failure<>(cause), this);
        runAll();
    }

    private void runAll() {
        CURRENT.set(this);
        try {
            for (Cell<?> next = poll(); next != null; next = poll()) {
                runStages(next, null, this);
            }
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    private @Nullable Cell<?> poll() {
        Cell<?> cell = first;
        if (cell != null) {
            first = cell.nextInWork;
            cell.nextInWork = null;
            if (first == null) {
                last = null;
            }
        }
        return cell;
    }

    private static void report(Throwable fault) {
        try {
            LOGGER.log(Level.ERROR, "A callback's failure could not be passed on", fault);
        } catch (Throwable unheard) {
            // A logger that throws must not lose the others either.
        }
    }

    private static <T extends @Nullable Object> void runStages(Cell<T> cell, @Nullable Outcome<T> instead, Work work) {
        Outcome<T> outcome = instead != null ? instead : cell.outcome();
        for (Stage<T> stage = cell.nextStage(); stage != null && outcome != null; stage = cell.nextStage()) {
            try {
                stage.run(outcome, work);
            } catch (Throwable t) {
                // Stages catch what callbacks throw; this keeps a fault in one from losing the others.
                report(t);
            }
        }
    }
}
