package dev.sennit.peers;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A place whose occupants print what they are told to, and end after it if they are told to. */
final class FakePlace implements Place {
    final List<FakeOccupant> occupants = new ArrayList<>();
    private final PeerHome home;
    private final Optional<String> lack;
    private final String prints;
    private final boolean endsAtOnce;

    FakePlace(Optional<String> lack, String prints, boolean endsAtOnce) {
        this(PeerHome.PROCESS, lack, prints, endsAtOnce);
    }

    FakePlace(PeerHome home, Optional<String> lack, String prints, boolean endsAtOnce) {
        this.home = home;
        this.lack = lack;
        this.prints = prints;
        this.endsAtOnce = endsAtOnce;
    }

    @Override
    public PeerHome home() {
        return home;
    }

    @Override
    public Optional<String> lack(Role role) {
        return lack;
    }

    @Override
    public Occupant start(Role role, Map<String, String> environment, Duration readyLimit) throws InterruptedException {
        FakeOccupant occupant = new FakeOccupant(prints, endsAtOnce);
        occupants.add(occupant);
        try {
            occupant.awaitReady(role, home, readyLimit);
        } catch (PeerFailed failed) {
            occupant.close();
            throw failed;
        }
        return occupant;
    }

    static final class FakeOccupant implements Place.Occupant {
        private final PeerLog log = new PeerLog();
        boolean isRunning = true;
        boolean isClosed;

        FakeOccupant(String prints, boolean endsAtOnce) {
            byte[] bytes = prints.getBytes(StandardCharsets.UTF_8);
            log.add(bytes, bytes.length);
            if (endsAtOnce) {
                kill();
            }
        }

        @Override
        public PeerLog log() {
            return log;
        }

        @Override
        public List<Integer> ports() {
            return List.of(4711);
        }

        @Override
        public boolean isRunning() {
            return isRunning;
        }

        @Override
        public OptionalInt exitCode() {
            return isRunning ? OptionalInt.empty() : OptionalInt.of(137);
        }

        @Override
        public void kill() {
            isRunning = false;
            log.end();
        }

        @Override
        public void stop() {
            kill();
        }

        @Override
        public Execution exec(Duration limit, List<String> command) {
            return new Execution(0, String.join(" ", command));
        }

        @Override
        public void close() {
            kill();
            isClosed = true;
        }
    }
}
