package dev.riffle.benchmarks.kernel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code riffle bench jmh}: the JMH benchmarks, with JMH's own options. */
@Command(
        name = "jmh",
        description = {
            "JMH benchmarks of what runs for every event, with JMH's own options: -l lists them, -prof gc counts bytes,",
            "-f 3 forks three times, a regular expression takes some. -h shows them all."
        })
public final class JmhCommand implements Callable<Integer> {
    private static final String JVM_OPTIONS = "-jvmArgs";

    /** As the launcher has it, see docs/operations.md: the JIT compiler keeps methods of vectors apart. */
    static final String LANES_APART = "-XX:CompileCommand=dontinline,dev.riffle.detector.kernel.*::*InLanes";

    /** Else the JVM prints every such command. */
    static final String QUIETLY = "-XX:CompileCommand=quiet";

    @Option(names = "--help", usageHelp = true, description = "Show this help message and exit.")
    private boolean help;

    /** JMH's. */
    @Unmatched
    private List<String> options = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        List<String> all = new ArrayList<>(options);
        if (!all.contains(JVM_OPTIONS)) {
            // Else the forks would inherit this JVM's: some of the benchmarks must run without the Vector API.
            all.addAll(List.of(JVM_OPTIONS, "-Xmx1g"));
        }
        Main.main(all.toArray(String[]::new));
        return ExitCode.OK;
    }
}
