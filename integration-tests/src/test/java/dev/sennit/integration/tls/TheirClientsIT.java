package dev.sennit.integration.tls;

/** The meetings with clients that others wrote, of servers made in code, on both engines. */
class TheirClientsIT extends TheirClientsContract {
    TheirClientsIT() {
        super(Manner.CODE, Engine.values());
    }
}
