#!/bin/bash
# Runs a class of Kafka's distribution.
# shellcheck disable=SC2086 # Several options in one variable.
exec java ${KAFKA_HEAP_OPTS:--Xmx512m} ${KAFKA_OPTS:-} -Dlog4j2.configurationFile=/etc/kafka/docker/log4j2.xml \
  -cp '/opt/kafka/libs/*' "$@"
