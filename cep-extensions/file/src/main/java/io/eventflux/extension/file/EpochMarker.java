package io.eventflux.extension.file;

import io.eventflux.core.connector.EpochHeader;
import io.eventflux.core.state.Crc32c;
import io.eventflux.core.state.StateDamagedException;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a file sink keeps beside its target: up to where the target holds committed output. Its file
 * is replaced as a whole with every commit.
 *
 * <pre>
 *   int     magic and format version
 *   text    run id
 *   long    epoch
 *   ...     source positions
 *   extent
 *   int     CRC-32C of everything before
 * </pre>
 *
 * @param header the last epoch that is committed; epoch 0 before the first
 * @param extent where its output ends
 */
record EpochMarker(EpochHeader header, Extent extent) {
  private static final int MAGIC_AND_VERSION = 0x45564D_01;

  /**
   * How far the output goes.
   *
   * <pre>
   *   target:  | of others |    output of this run (packed, if it is packed)     |
   *            0        baseBytes                                            lengthBytes
   * </pre>
   *
   * @param baseBytes what stood in the target before this run
   * @param lengthBytes the length of the target
   * @param contentBytes the output without the packing; the same as {@code lengthBytes - baseBytes}
   *     if it is not packed
   * @param rowCount rows that stand in the output
   */
  record Extent(long baseBytes, long lengthBytes, long contentBytes, long rowCount) {
    void write(StateWriter writer) {
      writer.putLong(baseBytes);
      writer.putLong(lengthBytes);
      writer.putLong(contentBytes);
      writer.putLong(rowCount);
    }

    static Extent read(StateReader reader) {
      return new Extent(reader.getLong(), reader.getLong(), reader.getLong(), reader.getLong());
    }
  }

  byte[] encode() {
    StateWriter writer = new StateWriter();
    writer.putInt(MAGIC_AND_VERSION);
    writer.putText(header.runId());
    writer.putLong(header.epoch());
    writer.putInt(header.sourcePositions().size());
    header
        .sourcePositions()
        .forEach(
            (source, position) -> {
              writer.putText(source);
              writer.putText(position);
            });
    extent.write(writer);
    writer.putInt(Crc32c.of(writer.toByteArray()));
    return writer.toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws StateDamagedException if it is anything else; the message says what is wrong
   */
  static EpochMarker decode(byte[] bytes) throws StateDamagedException {
    try {
      int bodyBytes = bytes.length - Integer.BYTES;
      if (bodyBytes < 0
          || new StateReader(Arrays.copyOfRange(bytes, bodyBytes, bytes.length)).getInt()
              != Crc32c.of(bytes, 0, bodyBytes)) {
        throw new StateDamagedException("its checksum does not match", null);
      }
      StateReader reader = new StateReader(Arrays.copyOf(bytes, bodyBytes));
      if (reader.getInt() != MAGIC_AND_VERSION) {
        throw new StateDamagedException("it is of another version of the engine", null);
      }
      String runId = reader.getRequiredText();
      long epoch = reader.getLong();
      Map<String, String> positions = new TreeMap<>();
      int count = reader.getCount(2 * Integer.BYTES);
      for (int i = 0; i < count; i++) {
        positions.put(reader.getRequiredText(), reader.getRequiredText());
      }
      return new EpochMarker(new EpochHeader(runId, epoch, positions), Extent.read(reader));
    } catch (StateFormatException e) {
      throw new StateDamagedException(String.valueOf(e.getMessage()), e);
    }
  }
}
