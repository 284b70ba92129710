package dev.sennit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;

class ExpectedLogTest {
    private static final Logger LOG = System.getLogger(ExpectedLogTest.class.getName());

    private final ExpectedLog log = new ExpectedLog();
    private final ExtensionContext context = (ExtensionContext) Proxy.newProxyInstance(
            ExtensionContext.class.getClassLoader(), new Class<?>[] {ExtensionContext.class}, (self, method, args) -> {
                throw new AssertionError("not needed: " + method);
            });

    private void during(Runnable test) {
        log.beforeEach(context);
        test.run();
        log.afterEach(context);
    }

    @Test
    void passesWhereWhatIsLoggedIsWhatIsExpected() {
        log.expect("number 7");
        log.expect("a bug");
        during(() -> {
            LOG.log(Level.WARNING, "number {0}", 7);
            LOG.log(Level.ERROR, "a task failed", new IllegalStateException("a bug"));
            LOG.log(Level.DEBUG, "not shown");
        });
        assertEquals(
                List.of("WARNING: number 7", "SEVERE: a task failed: java.lang.IllegalStateException: a bug"),
                log.lines());
    }

    @Test
    void failsForALineThatIsNotExpected() {
        log.expect("a bug");
        AssertionError failure = assertThrows(
                AssertionError.class,
                () -> during(() -> {
                    LOG.log(Level.INFO, "a bug");
                    LOG.log(Level.INFO, "something else");
                }));
        assertTrue(String.valueOf(failure.getMessage()).contains("something else"), failure::getMessage);
    }

    @Test
    void failsForAnExpectedLineThatIsNotLogged() {
        log.expect("a bug");
        AssertionError failure = assertThrows(AssertionError.class, () -> during(() -> {}));
        assertTrue(String.valueOf(failure.getMessage()).contains("not logged"), failure::getMessage);
    }
}
