/**
 * Deep clustering: networks and clusters learned together. The losses and their gradients are our own; DeepLearning4J's
 * networks carry the errors back to the weights.
 */
package dev.riffle.trainer.clustering.deep;
