package dev.sennit.tls.layer;

import dev.sennit.x509.trust.Trust;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** A trust whose checks wait until the test opens the gate, as a check does that asks a server on the network. */
final class GatedTrust implements Trust {
    private static final long MOST_SECONDS = 30;

    private final Trust judge;
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile @Nullable Thread checkedOn;

    /** Makes a gated trust that judges as {@code judge} does; its gate is closed. */
    GatedTrust(Trust judge) {
        this.judge = judge;
    }

    /** Lets each check that waits, and each later one, go on. */
    void open() {
        gate.countDown();
    }

    /** Whether a check has begun. */
    boolean isEntered() {
        return entered.getCount() == 0;
    }

    /** The thread of the latest check. */
    Optional<Thread> checkedOn() {
        return Optional.ofNullable(checkedOn);
    }

    @Override
    public void checkServer(List<X509Certificate> chain, String name) {
        pass();
        judge.checkServer(chain, name);
    }

    @Override
    public void checkClient(List<X509Certificate> chain) {
        pass();
        judge.checkClient(chain);
    }

    @Override
    public List<X500Principal> acceptedIssuers() {
        return judge.acceptedIssuers();
    }

    @Override
    public boolean mayBlock() {
        return true;
    }

    private void pass() {
        checkedOn = Thread.currentThread();
        entered.countDown();
        try {
            if (!gate.await(MOST_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gate stayed closed for " + MOST_SECONDS + " s");
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("interrupted at the gate", interrupted);
        }
    }
}
