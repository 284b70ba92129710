package dev.sennit.integration.tls;

/** The meetings with servers that others wrote, of clients made in code, on both engines. */
class TheirServersIT extends TheirServersContract {
    TheirServersIT() {
        super(Manner.CODE, Engine.values());
    }
}
