package dev.sennit.endpoint.unix;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class UnixNameContractTest extends UnixSocketsContract {
    private static final AtomicInteger NAMES = new AtomicInteger();

    @Override
    protected String server() {
        return "unix:@sennit-contract-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
    }
}
