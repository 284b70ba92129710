/**
 * The contracts as test suites: one test or more for each numbered rule, run over every transport and stack.
 *
 * <p>A transport that keeps them extends {@link dev.sennit.transport.contract.StreamContracts} and, if it has a reactor,
 * {@link dev.sennit.transport.contract.ReactorContract}, and answers {@code openBench()}. {@link
 * dev.sennit.transport.contract.Probe} is the protocol on both ends: it plays a {@link
 * dev.sennit.transport.contract.Script} and watches over the rules meanwhile, in every test.
 *
 * <p>For datagrams these are {@link dev.sennit.transport.contract.DatagramContracts}, or {@link
 * dev.sennit.transport.contract.LosslessDatagramContracts} where none is lost, with a {@link
 * dev.sennit.transport.contract.DatagramProbe} at each end.
 */
@NullMarked
package dev.sennit.transport.contract;

import org.jspecify.annotations.NullMarked;
