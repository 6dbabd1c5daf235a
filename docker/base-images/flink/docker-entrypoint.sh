#!/bin/bash
# jobmanager | standalone-job | taskmanager and their arguments; anything else is run as it stands.
# FLINK_PROPERTIES are further lines of Flink's configuration, one setting each.
set -euo pipefail

configuration=$FLINK_CONF_DIR/config.yaml
role=${1:-help}
case $role in
  jobmanager | standalone-job | taskmanager) shift ;;
  help)
    echo "usage: jobmanager | standalone-job --job-classname CLASS | taskmanager"
    exit
    ;;
  *) exec "$@" ;;
esac

# A container that is started again has them already.
if [ -n "${FLINK_PROPERTIES:-}" ] && ! grep -q '^# From FLINK_PROPERTIES' "$configuration"; then
  printf '# From FLINK_PROPERTIES\n%s\n' "$FLINK_PROPERTIES" >> "$configuration"
fi

# Options of the JVM that stand in the configuration.
options=$(sed -n 's/^env\.java\.opts\.all: *//p' "$configuration")
options="$options --add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED"
options="$options -Dlog4j2.configurationFile=$FLINK_CONF_DIR/log4j2.xml"

# Flink's own arithmetic of memory: the JVM's options, then dynamic properties.
memory() {
  java -cp '/opt/flink/lib/*' org.apache.flink.runtime.util.bash.BashJavaUtils "$1" --configDir "$FLINK_CONF_DIR" \
    | sed -n 's/^.*BASH_JAVA_UTILS_EXEC_RESULT://p'
}

run() {
  local class=$1
  shift
  # shellcheck disable=SC2086 # Several options in one variable.
  exec java $jvm $options -cp '/opt/flink/lib/*' "$class" --configDir "$FLINK_CONF_DIR" "$@"
}

case $role in
  taskmanager)
    found=$(memory GET_TM_RESOURCE_PARAMS)
    jvm=$(sed -n 1p <<< "$found")
    # shellcheck disable=SC2046 # Several arguments in one line.
    run org.apache.flink.runtime.taskexecutor.TaskManagerRunner $(sed -n 2p <<< "$found") "$@"
    ;;
  jobmanager)
    jvm=$(memory GET_JM_RESOURCE_PARAMS | sed -n 1p)
    run org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint "$@"
    ;;
  standalone-job)
    jvm=$(memory GET_JM_RESOURCE_PARAMS | sed -n 1p)
    run org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint "$@"
    ;;
esac
