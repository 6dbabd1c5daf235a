package dev.riffle.console.commands;

import dev.riffle.trainer.Promotion;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code riffle models rollback}. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Goes back to the champion before the present one; once more, it goes back one further. The job takes it",
            "without a restart, and the history stays."
        })
public final class ModelsRollback implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--why", paramLabel = "TEXT", description = "Kept with the release.")
    private Optional<String> why = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Promotion.Promoted promoted = ModelsPromote.run(kafka, promotion -> promotion.rollback(why.orElse("")));
        ModelsPromote.report(promoted, spec.commandLine().getOut(), json);
        return ExitCode.OK;
    }
}
