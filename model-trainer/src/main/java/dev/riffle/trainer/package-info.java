/** Makes detectors: training algorithms, judgement and the retraining service. */
package dev.riffle.trainer;
