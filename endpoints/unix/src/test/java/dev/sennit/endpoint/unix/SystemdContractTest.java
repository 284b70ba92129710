package dev.sennit.endpoint.unix;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.EndpointRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The last of so many sockets that the environment tells of, by its place and by its name. */
@EnabledOnOs(OS.LINUX)
class SystemdContractTest {
    private static final long PID = 77;
    private static final int FIRST = 3;

    abstract static class Systemd extends PassedSocketContract {
        private final Map<String, String> environment = new ConcurrentHashMap<>();

        Systemd(Path home) throws IOException {
            super(home);
        }

        @Override
        protected EndpointContext servers() {
            return super.servers().withRegistry(EndpointRegistry.of(List.of(new SystemdServerType(environment, PID))));
        }

        @Override
        protected String serverOf(int number) {
            int last = number - FIRST;
            environment.put("LISTEN_PID", "" + PID);
            environment.put("LISTEN_FDS", "" + (last + 1));
            environment.put("LISTEN_FDNAMES", "other:".repeat(last) + "contract");
            return serverAt(last);
        }

        abstract String serverAt(int index);

        @Override
        protected List<String> serverSpellings() {
            return List.of(
                    "systemd",
                    "systemd:",
                    "systemd:index=0",
                    "systemd:INET:index=7",
                    "systemd:name=contract",
                    "systemd:UNIX:name=x");
        }
    }

    @Nested
    class ByIndex extends Systemd {
        ByIndex(@TempDir Path home) throws IOException {
            super(home);
        }

        @Override
        String serverAt(int index) {
            return "systemd:index=" + index;
        }
    }

    @Nested
    class ByName extends Systemd {
        ByName(@TempDir Path home) throws IOException {
            super(home);
        }

        @Override
        String serverAt(int index) {
            return "systemd:name=contract";
        }
    }
}
