package dev.sennit.tls.layer;

import dev.sennit.tls.TlsImplementation;
import org.junit.jupiter.api.Nested;

/** A layer whose handshakes run on workers resists what it resists where they run on the loop. */
class HandshakesOnWorkersTest {
    /** How many bytes lie between one place to break a handshake and the next; 7 meets every field of a header. */
    private static final int STRIDE = 7;

    @Nested
    class BouncyCastleBroken extends BrokenHandshakeContract {
        @Override
        TlsImplementation implementation() {
            return TlsImplementation.BOUNCY_CASTLE;
        }

        @Override
        boolean onWorkers() {
            return true;
        }

        @Override
        int stride() {
            return STRIDE;
        }
    }

    @Nested
    class JdkBroken extends BrokenHandshakeContract {
        @Override
        TlsImplementation implementation() {
            return TlsImplementation.JDK;
        }

        @Override
        boolean onWorkers() {
            return true;
        }

        @Override
        int stride() {
            return STRIDE;
        }
    }

    @Nested
    class BouncyCastleAttacked extends AttackContract {
        @Override
        TlsImplementation implementation() {
            return TlsImplementation.BOUNCY_CASTLE;
        }

        @Override
        boolean onWorkers() {
            return true;
        }
    }

    @Nested
    class JdkAttacked extends AttackContract {
        @Override
        TlsImplementation implementation() {
            return TlsImplementation.JDK;
        }

        @Override
        boolean onWorkers() {
            return true;
        }
    }

    @Nested
    class BouncyCastleWithEarlyData extends EarlyDataContract {
        @Override
        TlsImplementation implementation() {
            return TlsImplementation.BOUNCY_CASTLE;
        }

        @Override
        boolean onWorkers() {
            return true;
        }

        @Override
        boolean skipsWithoutRetry() {
            return true;
        }
    }
}
