package dev.sennit.endpoint.tcp;

class TcpOverIpv4ContractTest extends TcpOverSocketsContract {
    TcpOverIpv4ContractTest() {
        super("127.0.0.1");
    }
}
