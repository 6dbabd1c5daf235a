/** Labelled rows at rest, from tables and from files of images. */
package dev.riffle.console.images;
