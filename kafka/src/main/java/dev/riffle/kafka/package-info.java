/** What several modules need of Kafka itself: a broker in process, and topics as the catalogue wants them. */
package dev.riffle.kafka;
