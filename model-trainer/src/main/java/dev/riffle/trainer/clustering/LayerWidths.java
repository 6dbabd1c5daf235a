package dev.riffle.trainer.clustering;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Widths of an encoder's layers and of the decoder's that mirrors it. */
final class LayerWidths {
    private LayerWidths() {}

    static List<Integer> encoder(int columns, List<Integer> hidden, int outputs) {
        List<Integer> widths = new ArrayList<>();
        widths.add(columns);
        widths.addAll(hidden);
        widths.add(outputs);
        return widths;
    }

    static List<Integer> decoder(int columns, List<Integer> hidden, int code) {
        List<Integer> widths = encoder(columns, hidden, code);
        Collections.reverse(widths);
        return widths;
    }
}
