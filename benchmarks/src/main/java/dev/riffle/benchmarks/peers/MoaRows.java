package dev.riffle.benchmarks.peers;

import com.yahoo.labs.samoa.instances.Attribute;
import com.yahoo.labs.samoa.instances.DenseInstance;
import com.yahoo.labs.samoa.instances.Instance;
import com.yahoo.labs.samoa.instances.Instances;
import com.yahoo.labs.samoa.instances.InstancesHeader;
import java.util.ArrayList;
import java.util.List;

/** Rows as MOA has them. */
public final class MoaRows {
    private final InstancesHeader header;
    private final int columns;

    private MoaRows(InstancesHeader header, int columns) {
        this.header = header;
        this.columns = columns;
    }

    /** Numeric columns, and a class behind them that is always the first one: detectors ask for one. */
    static MoaRows withClass(int width) {
        List<Attribute> attributes = numeric(width);
        attributes.add(new Attribute("class", List.of("0", "1")));
        InstancesHeader header = new InstancesHeader(new Instances("rows", attributes, 0));
        header.setClassIndex(width);
        return new MoaRows(header, width + 1);
    }

    /** Numeric columns alone. */
    public static MoaRows of(int width) {
        return new MoaRows(new InstancesHeader(new Instances("rows", numeric(width), 0)), width);
    }

    private static List<Attribute> numeric(int width) {
        List<Attribute> attributes = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            attributes.add(new Attribute("x" + i));
        }
        return attributes;
    }

    public InstancesHeader header() {
        return header;
    }

    public Instance of(float[] row) {
        double[] values = new double[columns];
        for (int i = 0; i < row.length; i++) {
            values[i] = row[i];
        }
        Instance instance = new DenseInstance(1, values);
        instance.setDataset(header);
        return instance;
    }
}
