package dev.sennit.endpoint.unix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class FdContractTest extends PassedSocketContract {
    FdContractTest(@TempDir Path home) throws IOException {
        super(home);
    }

    @Override
    protected String serverOf(int number) {
        return "fd:" + number;
    }

    @Override
    protected List<String> serverSpellings() {
        return List.of("fd:3", "fd:number=12");
    }
}
