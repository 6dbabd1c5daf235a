/** The operators of the scoring job: state in and out, no arithmetic and no Kafka. */
package dev.riffle.jobs.operators;
