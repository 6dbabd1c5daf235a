/** The local stack: an embedded Kafka broker, an embedded Flink cluster, and both put together with job and trainer. */
package dev.riffle.console.local;
