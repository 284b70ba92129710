package dev.sennit.integration.tls;

/** The same meetings, of servers that an endpoint string and files make. */
class TheirClientsByStringIT extends TheirClientsContract {
    TheirClientsByStringIT() {
        super(Manner.STRING, Engine.BC);
    }
}
