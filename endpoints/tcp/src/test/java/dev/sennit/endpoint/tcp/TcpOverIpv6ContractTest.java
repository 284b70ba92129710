package dev.sennit.endpoint.tcp;

class TcpOverIpv6ContractTest extends TcpOverSocketsContract {
    TcpOverIpv6ContractTest() {
        super("::1");
    }
}
