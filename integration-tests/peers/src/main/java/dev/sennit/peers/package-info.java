/**
 * Other people's programs for tests to talk to, in containers or as local processes.
 *
 * <p>{@link dev.sennit.peers.NeedsPeer} on a test says which programs it needs; a {@link dev.sennit.peers.Peer} parameter
 * is one of them, started and ready, and {@link dev.sennit.peers.Peers} starts more of them with an environment that only
 * the test knows. Where they run is decided once per run, see {@link dev.sennit.peers.PeerHome}; a program that cannot
 * run is a skip that says why, or an error where {@code peers.required} is true. Nothing is pulled from a registry.
 */
@NullMarked
package dev.sennit.peers;

import org.jspecify.annotations.NullMarked;
