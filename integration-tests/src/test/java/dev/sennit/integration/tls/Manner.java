package dev.sennit.integration.tls;

/** How our side is made. */
enum Manner {
    /** As layers are put over TCP by a program. */
    CODE,
    /** As users do it, who have endpoint strings and files. */
    STRING
}
