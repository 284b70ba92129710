package dev.sennit.transport.deferred;

import dev.sennit.transport.deferred.Outcome.Failure;
import org.jspecify.annotations.Nullable;

/** Cancelling: upwards from a cell to the place its outcome comes from, in a loop, since chains may be long. */
final class Cancel {
    private Cancel() {}

    /** Cancels what the cell waits for; answers false if it is settled already. */
    static boolean of(Cell<?> cell) {
        Cell<?> current = cell;
        while (!cell.isDone()) {
            Stage<?> link = current.link();
            if (link == null) {
                if (root(current)) {
                    return true;
                }
                // A result overtook the cancel here: it may still be caught on its way down.
                current = cell;
            } else if (link.isOnlyOneWaiting()) {
                current = link.upstream;
            } else if (alone(link) || current.requestCancel(link)) {
                return true;
            }
        }
        return false;
    }

    /** Cancels on behalf of one stage that feeds a cell: as a cancel of that cell does. */
    static void through(Stage<?> stage, Cell<?> fed) {
        if (stage.isOnlyOneWaiting()) {
            of(stage.upstream);
        } else if (!alone(stage)) {
            fed.requestCancel(stage);
        }
    }

    /**
     * Takes the stage out of a list where others go on waiting, and tells it that it is cancelled; answers false if it
     * runs, has run, or is about to with a value that nobody else has.
     */
    private static <A extends @Nullable Object> boolean alone(Stage<A> stage) {
        if (!stage.withdraw()) {
            return false;
        }
        Cell<A> standIn = stage.upstream.same();
        standIn.settle(new Failure<>(new DeferredCancelled()));
        standIn.attach(stage);
        return true;
    }

    /** Cancels the cell itself; answers false if it has been settled or linked meanwhile. */
    private static <T extends @Nullable Object> boolean root(Cell<T> cell) {
        if (!cell.beginCancel()) {
            return cell.isBeingCancelled();
        }
        Runnable canceller = cell.takeCanceller();
        DeferredCancelled cancelled = new DeferredCancelled();
        if (canceller != null) {
            try {
                canceller.run();
            } catch (RuntimeException | Error e) {
                cancelled.addSuppressed(e);
            }
        }
        cell.settle(new Failure<>(cancelled));
        return true;
    }
}
