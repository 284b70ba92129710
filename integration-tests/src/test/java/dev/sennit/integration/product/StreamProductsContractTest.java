package dev.sennit.integration.product;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sennit.integration.product.StreamProduct.Base;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.StreamContracts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections keep every contract on any stack: every bottom, with each handshake, under zero to two layers of TLS. */
@ParameterizedClass(name = "{0}")
@MethodSource("products")
class StreamProductsContractTest extends StreamContracts {
    private static Path sockets;

    private final StreamProduct product;

    StreamProductsContractTest(StreamProduct product) {
        this.product = product;
    }

    static List<StreamProduct> products() {
        return StreamProduct.chosen();
    }

    @BeforeAll
    static void keepSocketsIn(@TempDir Path directory) {
        sockets = directory;
    }

    @Override
    protected ContractBench openBench() {
        assumeTrue(product.base() != Base.UNIX_NAME || OS.LINUX.isCurrentOs(), "abstract names are Linux's");
        return product.bench(sockets);
    }
}
