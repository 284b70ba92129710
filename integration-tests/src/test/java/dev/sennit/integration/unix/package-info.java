/**
 * Unix sockets with other people's programs: streams, datagrams, credentials and passed descriptors, by path and by abstract
 * name. The programs are socat, Twisted, Python, logger, systemd-notify and a program with jnr-unixsocket.
 */
@NullMarked
package dev.sennit.integration.unix;

import org.jspecify.annotations.NullMarked;
