/** Kafka brokers as the console meets them: reachable or not, with the topics that the system needs or without. */
package dev.riffle.console.kafka;
