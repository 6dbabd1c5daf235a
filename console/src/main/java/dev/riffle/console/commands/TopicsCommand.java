package dev.riffle.console.commands;

import dev.riffle.console.kafka.TopicSetup;
import dev.riffle.console.terminal.Json;
import dev.riffle.schemas.Topics;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle topics}: the topics that the system needs. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "The topics that the system needs.",
        subcommands = TopicsCommand.Create.class)
public final class TopicsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: create.");
    }

    /** {@code riffle topics create}. */
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Creates the topics that are missing, with their partitions, retention and compaction.",
                "Topics that exist are left as they are; where their settings differ it says so."
            })
    public static final class Create implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private KafkaOptions kafka;

        @Option(
                names = "--partitions",
                paramLabel = "N",
                defaultValue = "" + Topics.DEFAULT_PARTITIONS,
                description = "Partitions of the wide topics (events, assignments, anomalies, features, dead letters)."
                        + " Default: ${DEFAULT-VALUE}")
        private int partitions;

        @Option(names = "--json", description = "Print one JSON object and nothing else.")
        private boolean json;

        @Override
        public Integer call() {
            Topics topics;
            try {
                topics = kafka.topics().withPartitions(partitions);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage());
            }
            TopicSetup setup = TopicSetup.apply(kafka.broker(), topics);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                Map<String, Object> map = new LinkedHashMap<>();
                map.put("created", setup.created());
                map.put("unchanged", setup.unchanged());
                map.put("differences", setup.differences());
                out.println(Json.line(map));
            } else {
                setup.created().forEach(name -> out.println("created    " + name));
                setup.unchanged().forEach(name -> out.println("unchanged  " + name));
                setup.differences().forEach(difference -> out.println("differs    " + difference));
            }
            return ExitCode.OK;
        }
    }
}
