package io.eventflux.core.connector;

/**
 * An event that could not be decoded.
 *
 * @param origin where it came from, as {@code trades.csv:17}
 * @param reason one sentence for the user
 * @param payload the original bytes, cut to the first 1 MiB
 * @param sizeBytes the true length
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
public record RejectedEvent(String origin, String reason, byte[] payload, long sizeBytes) {}
