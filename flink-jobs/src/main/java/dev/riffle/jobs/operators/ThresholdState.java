package dev.riffle.jobs.operators;

import dev.riffle.detector.StreamingDetector;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** What every scorer's alert thresholds have learned, as list state that each sees whole after a restore. */
final class ThresholdState {
    private final ListState<ThresholdSnapshot> snapshots;
    private final TaskInfo task;

    ThresholdState(OperatorStateStore store, TaskInfo task) throws Exception {
        this.task = task;
        snapshots = store.getUnionListState(
                new ListStateDescriptor<>("thresholds", TypeInformation.of(ThresholdSnapshot.class)));
    }

    /** Replaces what is saved by what this scorer's detector has learned; null before the first model. */
    void save(StreamingDetector detector) throws Exception {
        snapshots.clear();
        if (detector != null) {
            snapshots.add(new ThresholdSnapshot(
                    task.getIndexOfThisSubtask(), detector.bundle().modelVersion(), detector.snapshot()));
        }
    }

    /**
     * Gives a restored detector its thresholds. With fewer scorers than before each takes several together; with more of
     * them, the additional ones start from a copy.
     */
    void restore(StreamingDetector detector) throws Exception {
        if (detector == null) {
            return;
        }
        List<ThresholdSnapshot> saved = new ArrayList<>();
        for (ThresholdSnapshot snapshot : snapshots.get()) {
            if (snapshot.modelVersion() == detector.bundle().modelVersion()) {
                saved.add(snapshot);
            }
        }
        int parallelism = task.getNumberOfParallelSubtasks();
        int subtask = task.getIndexOfThisSubtask();
        for (ThresholdSnapshot snapshot : saved) {
            boolean mine = snapshot.subtask() % parallelism == subtask;
            boolean copied = subtask >= saved.size() && snapshot.subtask() == subtask % saved.size();
            if (mine || copied) {
                detector.restore(snapshot.bytes());
            }
        }
    }
}
