package dev.sennit.memory;

import dev.sennit.transport.LoopMember;
import dev.sennit.transport.MemoryBudget;
import dev.sennit.transport.time.Timer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** One host's share of a simulation. Code of another host counts as another thread. */
final class HostLoop implements LoopMember.Loop {
    private final Simulation simulation;
    private final String name;
    private final Set<LoopMember> members = new LinkedHashSet<>();
    private final Executor workers = this::work;
    private volatile Duration workTime = Duration.ZERO;
    private volatile MemoryBudget memoryBudget = new MemoryBudget(MemoryBudget.defaultBytes());
    private boolean ending;
    private volatile boolean ended;

    HostLoop(Simulation simulation, String name) {
        this.simulation = simulation;
        this.name = name;
    }

    @Override
    public boolean isCurrent() {
        return simulation.isCurrent(this);
    }

    @Override
    public void execute(Runnable task) {
        requireRunning();
        simulation.execute(this, task);
    }

    @Override
    public Optional<Executor> workers() {
        return Optional.of(workers);
    }

    @Override
    public long nanoTime() {
        return simulation.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        requireRunning();
        return simulation.after(delay, this, task);
    }

    @Override
    public void addMember(LoopMember member) {
        if (ending) {
            execute(() -> member.loopEnds(null));
        } else {
            members.add(member);
        }
    }

    @Override
    public void removeMember(LoopMember member) {
        members.remove(member);
    }

    @Override
    public MemoryBudget memoryBudget() {
        return memoryBudget;
    }

    void memoryBudget(MemoryBudget value) {
        memoryBudget = value;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Sets how long each piece of work takes that the workers are given from now on. */
    void workTime(Duration value) {
        workTime = value;
    }

    /** Tells who lives here that it will end soon. */
    void evict() {
        ending = true;
        List.copyOf(members).forEach(member -> member.loopEnds(null));
    }

    boolean hasEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    private void work(Runnable task) {
        requireRunning();
        long nanos = workTime.toNanos();
        simulation.execute(this, nanos == 0 ? task : () -> simulation.arriveAfter(nanos, this, task));
    }

    private void requireRunning() {
        if (ended) {
            throw new RejectedExecutionException("host " + name + " has been shut down");
        }
    }
}
