package dev.sennit.transport.nio;

import dev.sennit.transport.LoopMember;
import dev.sennit.transport.MemoryBudget;
import dev.sennit.transport.nio.socket.PollChannel;
import dev.sennit.transport.nio.socket.PollHandler;
import dev.sennit.transport.nio.socket.Poller;
import dev.sennit.transport.nio.socket.Sockets;
import dev.sennit.transport.spi.FaultLog;
import dev.sennit.transport.time.Timer;
import dev.sennit.transport.time.TimerQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One loop: a thread around a poller. The thread starts with the first task and ends when nothing is open, no timer
 * is set and no task waits; the next task starts another.
 */
final class NioLoop implements LoopMember.Loop {
    private static final Logger LOG = System.getLogger(NioLoop.class.getName());

    /** Measured on bulk echo: less processor time than with 64 KiB, and a quarter of the system calls. */
    private static final int READ_BYTES = 256 * 1024;

    private static final int SMALL_CHUNK_BYTES = 4 * 1024;
    /** Timers that run before sockets have their turn again. */
    private static final int TIMERS_PER_PASS = 1024;
    /** How often a loop that is at its end runs what waits before it leaves. */
    private static final int LAST_PASSES = 1024;
    /** Connections that hold a borrowed chunk each before they are flushed early, and of large chunks as many as take as much. */
    private static final int CHUNKS_OUT = 256;

    private static final int LARGE_CHUNKS_OUT = 16;
    /** How long a thread with nothing to do waits for more before it ends. */
    static final long IDLE_MILLIS = 50;

    private final String name;
    private final NioSettings settings;
    private final Sockets sockets;
    private final long idleMillis;
    private final Runnable whenStarted;
    private final Consumer<Throwable> whenBroken;
    private final Optional<Executor> workers;
    private final MemoryBudget memoryBudget;
    private final LoopTasks tasks = new LoopTasks();
    private final TimerQueue timers = new TimerQueue(System::nanoTime, this::wakeForTimers);
    private final List<NioConnection> dirty = new ArrayList<>();
    private final Occupants occupants = new Occupants();

    final Outgoing.Spare spareOutgoing = new Outgoing.Spare(this);
    private final ChunkPool largeChunks = new ChunkPool(2 * Outgoing.LARGE_BYTES, 8);
    private final ChunkPool smallChunks = new ChunkPool(SMALL_CHUNK_BYTES, CHUNKS_OUT);
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final ByteBuffer lent = readBuffer.asReadOnlyBuffer();
    private final ByteBuffer[] pair = {lent, lent};
    private final Consumer<Runnable> runTask = this::runTask;
    private final Breakdown breakdown = new Breakdown(
            failure -> freeAll(),
            failure -> occupants.note(openPoller()),
            failure -> closePoller(),
            this::tellBroken,
            this::reportBroken,
            occupants::end,
            failure -> runRest(),
            failure -> forgetAll(),
            failure -> giveUpThread(),
            failure -> tellShutDown());

    /** Odd while a callback runs, and another number for each: what the stall watch looks at. */
    private final AtomicLong callbacks = new AtomicLong();

    private final Object lifeLock = new Object();
    private volatile @Nullable Thread thread;
    /** Whether the thread has started: until then it may still turn out that it cannot. */
    private volatile boolean running;

    private volatile @Nullable Poller poller;
    private boolean shuttingDown;
    /** Run for what the last ends called for; a task that always asks for itself again does not keep the thread. */
    private int lastPasses;

    private volatile boolean ended;

    /** Stands for an error that came wrapped. Made in advance: then no memory may be left. */
    private final Error heapExhausted = new OutOfMemoryError("Java heap space");
    /** Thrown as soon as the running callback has returned. */
    private @Nullable Error exhausted;

    private @Nullable PollHandler serving;
    private int unflushed;
    private int largeUnflushed;
    private boolean sleptInVain;
    /** A closed channel leaves with the next poll; one that slept would not see that nothing is open. */
    private boolean channelClosed;

    private @Nullable Runnable whenShutDown;

    /**
     * Makes a loop.
     *
     * @param idleMillis how long its thread waits for more before it ends, 1 or more
     */
    NioLoop(String name, NioSettings settings, LoopGroup.Home home, long idleMillis) {
        this.name = name;
        this.settings = settings;
        this.sockets = home.sockets();
        this.memoryBudget = home.memoryBudget();
        this.whenStarted = home.whenStarted();
        this.whenBroken = home.whenBroken();
        this.idleMillis = idleMillis;
        this.workers = Optional.of(home.workers());
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    @Override
    public Optional<Executor> workers() {
        return workers;
    }

    @Override
    public void execute(Runnable task) {
        if (isCurrent()) {
            tasks.addOwn(task);
            return;
        }
        if (ended) {
            throw rejected();
        }
        if (tasks.addFromOther(task)) {
            wakeUp();
        }
        if (!running) {
            try {
                start();
            } catch (RejectedExecutionException cannotStart) {
                tasks.takeBack(task);
                throw cannotStart;
            }
        }
        // Asked again: what came too late for the thread's last look would lie here for ever.
        if (ended && tasks.takeBack(task)) {
            throw rejected();
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return timers.schedule(delay, task);
    }

    @Override
    public void addMember(LoopMember member) {
        if (shuttingDown) {
            execute(() -> member.loopEnds(null));
        } else {
            occupants.add(member);
        }
    }

    @Override
    public void removeMember(LoopMember member) {
        occupants.remove(member);
    }

    /**
     * Breaks the loop, as soon as the running callback has returned, if the heap is exhausted: the code that met the error
     * may have left anything half done.
     */
    @Override
    public void suffered(Throwable failure) {
        if (exhausted == null && !ended && isCurrent() && HeapShortage.causes(failure)) {
            exhausted = failure instanceof Error error ? error : heapExhausted;
        }
    }

    @Override
    public MemoryBudget memoryBudget() {
        return memoryBudget;
    }

    @Override
    public String toString() {
        return name;
    }

    NioSettings settings() {
        return settings;
    }

    @Nullable
    Thread thread() {
        return thread;
    }

    long callbackNumber() {
        return callbacks.getOpaque();
    }

    void register(PollChannel channel, int ops, PollHandler handler) throws IOException {
        if (!isCurrent()) {
            throw new IllegalStateException("channels are registered on their loop");
        }
        if (shuttingDown) {
            throw new IOException("the reactor has been shut down, or the loop broke");
        }
        openPoller().register(channel, ops, handler);
    }

    /** The buffer to read into: empty, and valid until the next one asks. */
    ByteBuffer readBuffer() {
        return readBuffer.clear();
    }

    /** The first bytes of the read buffer, read-only, to be lent to a protocol. */
    ByteBuffer lend(int count) {
        return lent.limit(count).position(0);
    }

    /** A pair for one gathering write. */
    ByteBuffer[] pair() {
        return pair;
    }

    /**
     * A registered channel has been closed: the next pass looks without sleeping, since until it is asked again the
     * poller may count the channel as open, and the thread would sleep over it for ever.
     */
    void channelClosed() {
        channelClosed = true;
    }

    boolean isServing(NioConnection connection) {
        return serving == connection;
    }

    /** Where to borrow from: the connection whose callback runs fills a large chunk, others most often write little. */
    ChunkPool chunksFor(int bytes, boolean inItsCallback) {
        if (inItsCallback || bytes > SMALL_CHUNK_BYTES) {
            largeUnflushed++;
            return largeChunks;
        }
        return smallChunks;
    }

    /** Has a connection flushed when the running callback has returned. */
    void flushLater(NioConnection connection) {
        dirty.add(connection);
        if (++unflushed >= CHUNKS_OUT || largeUnflushed >= LARGE_CHUNKS_OUT) {
            unflushed = 0;
            largeUnflushed = 0;
            dirty.forEach(this::sendEarly);
        }
    }

    /** What one of them throws is not the fault of the one whose callback runs. */
    private void sendEarly(NioConnection connection) {
        try {
            connection.sendEarly();
        } catch (Throwable failure) {
            end(connection, failure);
        }
    }

    /** Ends everything on this loop; then the loop takes no more tasks and calls back, on whatever thread ends it. */
    void shutDown(Runnable whenEnded) {
        try {
            execute(() -> {
                shuttingDown = true;
                whenShutDown = whenEnded;
                Poller open = poller;
                if (open != null) { // Else the loop broke meanwhile, and has ended all of them.
                    occupants.note(open);
                }
                occupants.end(null);
            });
        } catch (RejectedExecutionException endedOrCannotStart) {
            if (endUnstarted()) {
                whenEnded.run();
            } else {
                shutDown(whenEnded);
            }
        }
    }

    /** Whether it takes no more tasks: shut down, or broken. */
    boolean hasEnded() {
        return ended;
    }

    /** Another thread has changed the timers: this thread looks at them before it sleeps again, or ends. */
    private void wakeForTimers() {
        if (!isCurrent()) {
            execute(() -> {});
        }
    }

    /** The poller is asked for only now: one read before the loop was found asleep may be of an earlier thread. */
    private void wakeUp() {
        Poller sleeping = poller;
        if (sleeping != null) {
            sleeping.wakeUp();
        }
    }

    private void start() {
        synchronized (lifeLock) {
            if (thread != null || ended) {
                return;
            }
            LoopGroup.LoopThread started;
            try {
                poller = sockets.openPoller();
                started = new LoopGroup.LoopThread(this::run, name);
                thread = started;
                started.start();
            } catch (IOException | OutOfMemoryError | LinkageError shortage) {
                // Of descriptors, or of threads; a class may want a descriptor to be loaded.
                thread = null;
                closePoller();
                throw new RejectedExecutionException(name + " cannot start: " + shortage.getMessage(), shortage);
            }
            running = true;
        }
        whenStarted.run();
    }

    /** Ends a loop that has no thread and can't have one; answers false if it got one meanwhile. */
    private boolean endUnstarted() {
        synchronized (lifeLock) {
            ended |= thread == null;
            return ended;
        }
    }

    private void run() {
        try {
            do {
                poll();
                runTimers();
                tasks.run(runTask);
            } while (!canEnd());
        } catch (Throwable failure) {
            shuttingDown = true;
            ended = true;
            serving = null;
            exhausted = null;
            breakdown.run(failure);
            // For the thread's handler of uncaught exceptions: where all else fails, the virtual machine says
            // something.
            throw failure;
        }
    }

    private void freeAll() {
        largeChunks.clear();
        smallChunks.clear();
        occupants.freeChannels(openPoller());
    }

    private void tellBroken(Throwable failure) {
        whenBroken.accept(failure);
    }

    private void reportBroken(Throwable failure) {
        FaultLog.report(LOG, name, "broke; its connections are lost", failure);
    }

    private void runRest() {
        while (lastPasses++ < LAST_PASSES && !tasks.isEmpty()) {
            tasks.run(runTask);
        }
    }

    /** The reactor holds this loop as long as itself lives. */
    private void forgetAll() {
        // A task of another thread that came too late stays: that thread takes it back, and is told.
        tasks.clearOwn();
        dirty.clear();
        occupants.forget();
        timers.clear();
    }

    private void giveUpThread() {
        synchronized (lifeLock) {
            thread = null;
            running = false;
        }
    }

    private Poller openPoller() {
        Poller open = poller;
        if (open == null) {
            throw new IllegalStateException(name + " is not running");
        }
        return open;
    }

    private void poll() {
        Poller open = openPoller();
        sleptInVain = false;
        int ready;
        try {
            ready = open.poll(millisToSleep(open));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            tasks.unpark();
        }
        for (int i = 0; i < ready; i++) {
            PollHandler handler = open.ready(i);
            if (handler != null) {
                serve(handler, open.readyOps(i));
            }
        }
    }

    /** Says that the thread is about to sleep, unless it must not. */
    private long millisToSleep(Poller open) {
        boolean mayWait = tasks.isEmpty() && !channelClosed;
        channelClosed = false;
        long nanos = mayWait ? timers.nanosToNext() : 0;
        if (nanos <= 0) {
            return 0;
        }
        // A stray interrupt would keep the poller from ever sleeping again.
        Thread.interrupted();
        if (!tasks.park()) {
            return 0;
        }
        if (nanos == Long.MAX_VALUE && open.isEmpty()) {
            // Nothing is open; a connection is often followed by the next, so wait a little before ending.
            sleptInVain = true;
            return idleMillis;
        }
        // Rounded up, so that a timer never finds itself too early.
        return nanos == Long.MAX_VALUE ? Poller.FOREVER : TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1;
    }

    private void serve(PollHandler handler, int ops) {
        serving = handler;
        enterCallback();
        try {
            handler.ready(ops);
        } catch (Throwable failure) {
            end(handler, failure);
        }
        leaveCallback();
        serving = null;
    }

    private void runTimers() {
        long now = System.nanoTime();
        boolean more = true;
        for (int ran = 0; more && ran < TIMERS_PER_PASS; ran++) {
            enterCallback();
            try {
                more = timers.runNext(now);
            } catch (Throwable failure) {
                suffered(failure);
                FaultLog.report(LOG, name, "a timer's task threw", failure);
            }
            leaveCallback();
        }
    }

    private void runTask(Runnable task) {
        enterCallback();
        try {
            task.run();
        } catch (Throwable failure) {
            suffered(failure);
            FaultLog.report(LOG, name, "a task threw", failure);
        }
        leaveCallback();
    }

    private void end(PollHandler channelled, Throwable failure) {
        suffered(failure);
        try {
            channelled.failed(failure);
        } catch (Throwable again) {
            suffered(again);
            FaultLog.report(LOG, channelled, "failed again", again);
        }
        FaultLog.report(LOG, channelled, "failed", failure);
    }

    private void enterCallback() {
        callbacks.setOpaque(callbacks.getPlain() + 1);
    }

    private void leaveCallback() {
        // Flushing may call writeResumed, and so make more connections dirty.
        for (int i = 0; i < dirty.size(); i++) {
            NioConnection connection = dirty.get(i);
            try {
                connection.flushDirty();
            } catch (Throwable failure) {
                end(connection, failure);
            }
        }
        dirty.clear();
        unflushed = 0;
        largeUnflushed = 0;
        callbacks.setOpaque(callbacks.getPlain() + 1);
        Error shortage = exhausted;
        if (shortage != null) {
            throw shortage;
        }
    }

    /** Ends the thread if there is nothing left for it to do. */
    private boolean canEnd() {
        if (!openPoller().isEmpty()) {
            return false;
        }
        if (!shuttingDown) {
            return tasks.hasNoOwn() && timers.isEmpty() && sleptInVain && leave();
        }
        if (!tasks.hasNoOwn() && lastPasses < LAST_PASSES) {
            lastPasses++;
            return false;
        }
        // From here on tasks are rejected: those that came before are the last, however many others give.
        ended = true;
        if (!leave()) {
            return false;
        }
        timers.clear();
        tellShutDown();
        return true;
    }

    /** Gives the thread up unless a task has come; no matter when another comes, it is found or finds no thread. */
    private boolean leave() {
        synchronized (lifeLock) {
            Thread current = thread;
            thread = null;
            running = false;
            if (tasks.hasNoneFromOthers()) {
                closePoller();
                return true;
            }
            thread = current;
            running = true;
        }
        // The stall watch may have seen no thread, and gone.
        whenStarted.run();
        return false;
    }

    /** Once, by the last thread there is. */
    private void tellShutDown() {
        if (whenShutDown != null) {
            whenShutDown.run();
        }
    }

    private RejectedExecutionException rejected() {
        return new RejectedExecutionException("the reactor of " + name + " has been shut down, or this loop broke");
    }

    private void closePoller() {
        Poller open = poller;
        poller = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "closing a poller", failure);
        }
    }
}
