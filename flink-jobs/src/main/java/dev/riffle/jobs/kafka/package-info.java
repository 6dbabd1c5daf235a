/** Kafka sources and sinks of the scoring job. */
package dev.riffle.jobs.kafka;
