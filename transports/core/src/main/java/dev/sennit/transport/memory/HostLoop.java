package dev.sennit.transport.memory;

import dev.sennit.transport.EventLoop;
import dev.sennit.transport.time.Timer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/** One host's share of a simulation. Code of another host counts as another thread. */
final class HostLoop implements EventLoop {
    private final Simulation simulation;
    private final String name;
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
        if (ended) {
            throw new RejectedExecutionException("host " + name + " has been shut down");
        }
        simulation.execute(this, task);
    }

    @Override
    public long nanoTime() {
        return simulation.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return simulation.after(delay, this, task);
    }

    @Override
    public String toString() {
        return name;
    }

    boolean hasEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }
}
