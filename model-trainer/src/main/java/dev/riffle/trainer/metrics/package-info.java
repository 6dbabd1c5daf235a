/** What Prometheus sees of the trainer. */
package dev.riffle.trainer.metrics;
