/**
 * Bytes to values and back: {@link dev.riffle.schemas.codec.EventCodec} for the events that come from outside, field by
 * field and without a tree, and {@link dev.riffle.schemas.codec.RecordCodec} for Riffle's own records. A codec holds
 * buffers and serves one thread; whatever the bytes, decoding ends in a value or in the declared exception.
 */
package dev.riffle.schemas.codec;
