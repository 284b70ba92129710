/**
 * What several rooms use. {@code Program}, {@code ChildJvm} and {@code SennitCommand} are programs of ours as processes;
 * {@code BackgroundProgram} is one of a peer's. {@code Caller}, {@code Exchange}, {@code Recorder} and {@code PlainSocket} are ends
 * of a connection.
 */
@NullMarked
package dev.sennit.integration.support;

import org.jspecify.annotations.NullMarked;
