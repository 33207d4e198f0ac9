package io.eventflux.core.pipeline;

import io.eventflux.core.state.Crc32c;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of a whole app as named sections, and their bytes.
 *
 * <pre>
 *   8 bytes   magic "EVFXSNAP"
 *   int       format version
 *   text      app name
 *   int       how many sections follow; each:
 *     text    id, as "heavyByHub/window"
 *     text    fingerprint of what made it
 *     int     CRC-32C of the state
 *     bytes   the state, with its length
 *   int       CRC-32C of everything before
 * </pre>
 *
 * Integers are big-endian; text is UTF-8 with its length. Not thread-safe.
 */
public final class Snapshot {
  /** The version that is written, and the only one read. */
  public static final int FORMAT_VERSION = 1;

  /**
   * How the ids of the sections begin that hold nothing but the time on the clock. It moves by
   * itself, so a snapshot that differs from another in these only is no news.
   */
  public static final String CLOCK_PREFIX = "clock/";

  private static final String INDEX_PART = "index";
  private static final String SECTION_PREFIX = "section/";
  private static final byte[] MAGIC = "EVFXSNAP".getBytes(StandardCharsets.US_ASCII);

  private final String appName;
  private final Map<String, Section> sections = new LinkedHashMap<>();

  /**
   * The state of one thing.
   *
   * @param fingerprint describes what made the state; another fingerprint cannot read it
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
  public record Section(String fingerprint, byte[] state) {}

  /** An empty snapshot of the app called {@code appName}. */
  public Snapshot(String appName) {
    this.appName = appName;
  }

  /** The name of the app. */
  public String appName() {
    return appName;
  }

  /** Adds the state of {@code id}, which has none yet. */
  public void put(String id, String fingerprint, byte[] state) {
    if (sections.put(id, new Section(fingerprint, state)) != null) {
      throw new IllegalStateException("two parts of the app are called '" + id + "'");
    }
  }

  /** The state of {@code id}, or null. */
  public @Nullable Section section(String id) {
    return sections.get(id);
  }

  /** The names of all sections, in order. */
  public Set<String> ids() {
    return sections.keySet();
  }

  /** The bytes to keep. */
  public byte[] encode() {
    StateWriter writer = new StateWriter();
    for (byte b : MAGIC) {
      writer.putByte(b);
    }
    writer.putInt(FORMAT_VERSION);
    writer.putText(appName);
    writer.putInt(sections.size());
    sections.forEach(
        (id, section) -> {
          writer.putText(id);
          writer.putText(section.fingerprint());
          writer.putInt(Crc32c.of(section.state()));
          writer.putBytes(section.state());
        });
    writer.putInt(Crc32c.of(writer.toByteArray()));
    return writer.toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws StateFormatException with a sentence if the bytes are damaged or of another version
   */
  public static Snapshot decode(byte[] bytes) {
    int headSize = MAGIC.length + Integer.BYTES;
    if (bytes.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
      throw new StateFormatException("these bytes are no snapshot of an EventFlux app");
    }
    if (bytes.length < headSize + Integer.BYTES) {
      throw new StateFormatException("the snapshot is cut off after " + bytes.length + " bytes");
    }
    int version = new StateReader(Arrays.copyOfRange(bytes, MAGIC.length, headSize)).getInt();
    requireVersion(version);
    int bodyEnd = bytes.length - Integer.BYTES;
    int crc = new StateReader(Arrays.copyOfRange(bytes, bodyEnd, bytes.length)).getInt();
    boolean isSound = crc == Crc32c.of(bytes, 0, bodyEnd);
    Snapshot snapshot;
    try {
      snapshot = readSections(new StateReader(Arrays.copyOfRange(bytes, headSize, bodyEnd)));
    } catch (StateFormatException e) {
      throw isSound ? e : new StateFormatException("the snapshot is damaged: " + e.getMessage());
    }
    if (!isSound) {
      throw new StateFormatException("the snapshot is damaged: its checksum does not match");
    }
    return snapshot;
  }

  /**
   * The state as parts of a checkpoint, each of which is stored and checked on its own: an index of
   * ids and fingerprints, and the bytes of each section. Nothing is copied.
   */
  public Map<String, byte[]> parts() {
    StateWriter index = new StateWriter();
    index.putInt(FORMAT_VERSION);
    index.putInt(sections.size());
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put(INDEX_PART, new byte[0]);
    sections.forEach(
        (id, section) -> {
          index.putText(id);
          index.putText(section.fingerprint());
          parts.put(SECTION_PREFIX + id, section.state());
        });
    parts.put(INDEX_PART, index.toByteArray());
    return parts;
  }

  /**
   * Takes what {@link #parts} gave out of the parts of a checkpoint; other parts are left alone.
   *
   * @throws StateFormatException with a sentence if the parts are of another version or incomplete
   */
  public static Snapshot ofParts(String appName, Map<String, byte[]> parts) {
    byte[] bytes = parts.get(INDEX_PART);
    if (bytes == null) {
      throw new StateFormatException("the checkpoint has no index");
    }
    StateReader index = new StateReader(bytes);
    requireVersion(index.getInt());
    Snapshot snapshot = new Snapshot(appName);
    int count = index.getCount(2 * Integer.BYTES);
    for (int i = 0; i < count; i++) {
      String id = index.getRequiredText();
      String fingerprint = index.getRequiredText();
      byte[] state = parts.get(SECTION_PREFIX + id);
      if (state == null) {
        throw new StateFormatException("the checkpoint has no state of '" + id + "'");
      }
      snapshot.put(id, fingerprint, state);
    }
    return snapshot;
  }

  /** The first half of the SHA-256 of {@code text}, in hexadecimal digits. */
  public static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, digest.length / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private static void requireVersion(int version) {
    if (version != FORMAT_VERSION) {
      throw new StateFormatException(
          "the snapshot has format version "
              + version
              + ", this engine reads version "
              + FORMAT_VERSION);
    }
  }

  private static Snapshot readSections(StateReader reader) {
    Snapshot snapshot = new Snapshot(reader.getRequiredText());
    int count = reader.getCount(4 * Integer.BYTES);
    for (int i = 0; i < count; i++) {
      String id = reader.getRequiredText();
      String fingerprint = reader.getRequiredText();
      int crc = reader.getInt();
      byte[] state = reader.getBytes();
      if (state == null || crc != Crc32c.of(state)) {
        throw new StateFormatException("the checksum of the state of '" + id + "' does not match");
      }
      if (snapshot.sections.put(id, new Section(fingerprint, state)) != null) {
        throw new StateFormatException("the state of '" + id + "' occurs twice");
      }
    }
    if (reader.remaining() > 0) {
      throw new StateFormatException(reader.remaining() + " bytes follow the last section");
    }
    return snapshot;
  }
}
