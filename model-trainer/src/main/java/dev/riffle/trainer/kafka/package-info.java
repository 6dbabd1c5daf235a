/** The trainer's adapters to Kafka: reading features and requests, reading and publishing models. */
package dev.riffle.trainer.kafka;
