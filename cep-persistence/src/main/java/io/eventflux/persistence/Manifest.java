package io.eventflux.persistence;

import io.eventflux.core.state.Crc32c;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * What a checkpoint consists of, and by what its bytes are recognised. Immutable. Its engine
 * version and backend stand first, so that a message can name them whatever the format of the rest.
 *
 * @param engineVersion the engine that wrote it
 * @param backend the word of {@code --state-backend} that it was written with
 * @param runId the run that it belongs to
 * @param epoch its number
 * @param appName the app that it belongs to
 * @param fingerprint what the app was made of
 * @param atMillis when it was taken, epoch milliseconds
 * @param stateSizeBytes length of the state file
 * @param digest SHA-256 of the bytes of the state file, in hexadecimal digits
 * @param parts the pieces of the state, in their order
 */
record Manifest(
    String engineVersion,
    String backend,
    String runId,
    long epoch,
    String appName,
    String fingerprint,
    long atMillis,
    long stateSizeBytes,
    String digest,
    List<Part> parts) {
  /** "EFLUXMAN". */
  static final long MAGIC = 0x45464C55584D414EL;

  /** The most bytes that a block has; every block of a part but the last has that many. */
  static final int BLOCK_SIZE_BYTES = 1 << 20;

  private static final int DIGEST_SIZE_BYTES = 32;

  /** Of a part: the lengths of name and of content, without which there is none. */
  private static final int PART_SIZE_BYTES_MIN = 8;

  Manifest {
    parts = List.copyOf(parts);
  }

  /**
   * A named piece of the state.
   *
   * @param name its name
   * @param sizeBytes its length
   * @param checks CRC-32C of every block
   */
  record Part(String name, int sizeBytes, List<Integer> checks) {
    Part {
      checks = List.copyOf(checks);
    }

    /** Describes {@code content}. */
    static Part of(String name, byte[] content) {
      List<Integer> checks = new ArrayList<>();
      for (int block = 0; block < blockCount(content.length); block++) {
        checks.add(check(content, block));
      }
      return new Part(name, content.length, checks);
    }

    /** Whether block {@code block} of {@code content} is what it was. */
    boolean matches(byte[] content, int block) {
      return check(content, block) == checks.get(block);
    }

    private static int check(byte[] content, int block) {
      int from = offset(block);
      return Crc32c.of(content, from, from + blockSizeBytes(content.length, block));
    }
  }

  /** How many blocks a part of {@code sizeBytes} has: none if it is empty. */
  static int blockCount(int sizeBytes) {
    return (int) (((long) sizeBytes + BLOCK_SIZE_BYTES - 1) / BLOCK_SIZE_BYTES);
  }

  /** Where block {@code block} begins in its part. */
  static int offset(int block) {
    return block * BLOCK_SIZE_BYTES;
  }

  /** The length of block {@code block} in a part of {@code sizeBytes}. */
  static int blockSizeBytes(int sizeBytes, int block) {
    return Math.min(BLOCK_SIZE_BYTES, sizeBytes - offset(block));
  }

  /** The bytes of the file. */
  byte[] encode() {
    StateWriter body = new StateWriter();
    Envelope.putText(body, engineVersion);
    Envelope.putText(body, backend);
    Envelope.putText(body, runId);
    body.putLong(epoch);
    Envelope.putText(body, appName);
    Envelope.putText(body, fingerprint);
    body.putLong(atMillis);
    body.putLong(stateSizeBytes);
    body.putBytes(HexFormat.of().parseHex(digest));
    body.putInt(parts.size());
    for (Part part : parts) {
      Envelope.putText(body, part.name);
      body.putInt(part.sizeBytes);
      for (int check : part.checks) {
        body.putInt(check);
      }
    }
    return Envelope.seal(MAGIC, body.toByteArray());
  }

  /**
   * Reads the body of a whole file. Takes no more memory than a few times its length.
   *
   * @throws StateFormatException if it does not hold a manifest
   */
  static Manifest decode(StateReader body) {
    String engineVersion = Envelope.getText(body);
    String backend = Envelope.getText(body);
    String runId = Envelope.getText(body);
    long epoch = body.getLong();
    String appName = Envelope.getText(body);
    String fingerprint = Envelope.getText(body);
    long atMillis = body.getLong();
    long stateSizeBytes = body.getLong();
    byte[] digest = body.getBytes();
    if (digest == null || digest.length != DIGEST_SIZE_BYTES) {
      throw new StateFormatException("its digest is not one of SHA-256");
    }
    List<Part> parts = decodeParts(body, stateSizeBytes);
    return new Manifest(
        engineVersion,
        backend,
        runId,
        epoch,
        appName,
        fingerprint,
        atMillis,
        stateSizeBytes,
        HexFormat.of().formatHex(digest),
        parts);
  }

  private static List<Part> decodeParts(StateReader body, long stateSizeBytes) {
    int count = body.getCount(PART_SIZE_BYTES_MIN);
    List<Part> parts = new ArrayList<>(count);
    Set<String> names = new HashSet<>();
    long sizeBytes = 0;
    for (int i = 0; i < count; i++) {
      String name = Envelope.getText(body);
      int partSizeBytes = body.getInt();
      sizeBytes += partSizeBytes;
      if (partSizeBytes < 0 || sizeBytes > stateSizeBytes) {
        throw new StateFormatException(
            "its parts are larger than its state file of " + stateSizeBytes + " bytes");
      }
      int blockCount = blockCount(partSizeBytes);
      if ((long) blockCount * Integer.BYTES > body.remaining()) {
        throw new StateFormatException("it ends in the middle");
      }
      List<Integer> checks = new ArrayList<>(blockCount);
      for (int block = 0; block < blockCount; block++) {
        checks.add(body.getInt());
      }
      if (!names.add(name)) {
        throw new StateFormatException("a part occurs twice");
      }
      parts.add(new Part(name, partSizeBytes, checks));
    }
    if (body.remaining() != 0) {
      throw new StateFormatException("it goes on after its end");
    }
    return parts;
  }
}
