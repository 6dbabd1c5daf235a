/**
 * What travels between Riffle's processes: the Avro records (generated from {@code src/main/avro}) and the
 * {@linkplain dev.riffle.schemas.Topics catalogue of topics}. Knows no other module, and neither Kafka nor Flink.
 */
package dev.riffle.schemas;
