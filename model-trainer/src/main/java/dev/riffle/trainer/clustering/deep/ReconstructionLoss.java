package dev.riffle.trainer.clustering.deep;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** How far a reconstruction x' is from its row x, summed over columns. */
enum ReconstructionLoss {
    /** ||x - x'||^2. */
    SQUARED {
        @Override
        double[] perRow(INDArray rows, INDArray reconstructions) {
            INDArray residual = reconstructions.sub(rows);
            return residual.muli(residual).sum(1).toDoubleVector();
        }

        @Override
        INDArray derivative(INDArray rows, INDArray reconstructions) {
            return reconstructions.sub(rows).muli(2);
        }
    },

    /** -sum_f x_f log x'_f + (1 - x_f) log(1 - x'_f), for rows and reconstructions in [0, 1]. */
    CROSS_ENTROPY {
        @Override
        double[] perRow(INDArray rows, INDArray reconstructions) {
            INDArray inside = inside(reconstructions);
            INDArray first = Transforms.log(inside).muli(rows);
            INDArray second = Transforms.log(inside.rsub(1), false).muli(rows.rsub(1));
            return first.addi(second).sum(1).negi().toDoubleVector();
        }

        @Override
        INDArray derivative(INDArray rows, INDArray reconstructions) {
            INDArray inside = inside(reconstructions);
            return inside.sub(rows).divi(inside.mul(inside.rsub(1)));
        }

        /** Kept off 0 and 1, where a saturated sigmoid would make the logarithm and the derivative infinite. */
        private INDArray inside(INDArray reconstructions) {
            return Transforms.max(Transforms.min(reconstructions, 1 - MARGIN), MARGIN);
        }
    };

    private static final double MARGIN = 1e-6;

    /** The loss of every row. */
    abstract double[] perRow(INDArray rows, INDArray reconstructions);

    /** The derivative of the summed loss by every column of the reconstructions; an array of its own. */
    abstract INDArray derivative(INDArray rows, INDArray reconstructions);
}
