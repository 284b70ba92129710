package dev.sennit.tls.layer;

import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.JointEndContracts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS 1.2 keeps the contracts of transports whose directions end jointly. */
@ParameterizedClass(name = "{0}")
@MethodSource("products")
class TlsJointEndsContractTest extends JointEndContracts {
    @TempDir
    private static Path sockets;

    private final TlsProduct product;

    TlsJointEndsContractTest(TlsProduct product) {
        this.product = product;
    }

    static List<TlsProduct> products() {
        return TlsProduct.chosen(true);
    }

    @Override
    protected ContractBench openBench() {
        return product.bench(sockets);
    }
}
