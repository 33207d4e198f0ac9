package io.eventflux.core.connector;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The bytes of an event as they came: the first of them, how many there were, and a digest by which
 * the event is found again. Immutable; the array is not copied.
 *
 * @param start the first bytes, at most {@link #START_SIZE_MAX_BYTES}
 * @param sizeBytes how many there were
 * @param sha256 SHA-256 of all of them, in hexadecimal digits
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
public record OriginalBytes(byte[] start, long sizeBytes, String sha256) {
  /** So much of an event is kept: 1 MiB. */
  public static final int START_SIZE_MAX_BYTES = 1 << 20;

  /** The event {@code bytes[from, to)}. */
  public static OriginalBytes of(byte[] bytes, int from, int to) {
    Collector collector = new Collector();
    collector.add(bytes, from, to);
    return collector.collected();
  }

  /** The event that {@code bytes} are. */
  public static OriginalBytes of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** Takes an event piece by piece, for one that is never in memory as a whole. One thread. */
  public static final class Collector {
    private final MessageDigest digest;
    private byte[] start = new byte[0];
    private long sizeBytes;

    /** Nothing yet. */
    public Collector() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every Java has SHA-256", e);
      }
    }

    /** The event goes on with {@code bytes[from, to)}. */
    public void add(byte[] bytes, int from, int to) {
      digest.update(bytes, from, to - from);
      sizeBytes += to - from;
      int kept = Math.min(to - from, START_SIZE_MAX_BYTES - start.length);
      if (kept > 0) {
        int before = start.length;
        start = Arrays.copyOf(start, before + kept);
        System.arraycopy(bytes, from, start, before, kept);
      }
    }

    /** The event that was added; it ends the collection. */
    public OriginalBytes collected() {
      return new OriginalBytes(start, sizeBytes, HexFormat.of().formatHex(digest.digest()));
    }
  }
}
