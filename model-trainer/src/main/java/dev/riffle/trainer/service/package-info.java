/** The retraining service's own logic: what to keep, when to train, what to publish. Knows nothing of Kafka. */
package dev.riffle.trainer.service;
