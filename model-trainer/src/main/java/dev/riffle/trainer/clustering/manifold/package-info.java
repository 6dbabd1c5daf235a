/** Clusters on the manifold that rows lie on: a graph of nearest neighbours, a layout of it, a mixture of Gaussians. */
package dev.riffle.trainer.clustering.manifold;
