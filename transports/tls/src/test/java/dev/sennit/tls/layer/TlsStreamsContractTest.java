package dev.sennit.tls.layer;

import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.StreamContracts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS keeps the contracts of every transport, over every carrier, with handshakes on the loop and on workers. */
@ParameterizedClass(name = "{0}")
@MethodSource("products")
class TlsStreamsContractTest extends StreamContracts {
    @TempDir
    private static Path sockets;

    private final TlsProduct product;

    TlsStreamsContractTest(TlsProduct product) {
        this.product = product;
    }

    static List<TlsProduct> products() {
        return TlsProduct.chosen(false);
    }

    @Override
    protected ContractBench openBench() {
        return product.bench(sockets);
    }
}
