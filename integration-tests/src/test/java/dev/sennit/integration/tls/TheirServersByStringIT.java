package dev.sennit.integration.tls;

/** The same meetings, of clients that an endpoint string and files make. */
class TheirServersByStringIT extends TheirServersContract {
    TheirServersByStringIT() {
        super(Manner.STRING, Engine.BC);
    }
}
