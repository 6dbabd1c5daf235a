/** The whole job on a broker in the same process: throughput, latency, scale and profile, beside a job that only passes events on. */
package dev.riffle.benchmarks.endtoend;
