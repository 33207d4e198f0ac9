package io.eventflux.persistence;

import java.nio.ByteBuffer;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ChecksumType;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;

/**
 * What writer and reader of a table agree on: the first entry says what the table is; behind it
 * blocks stand under the number of their part, from 1, and their number in it. Big-endian, so that
 * the order of bytes is the order of numbers. Stateless.
 */
final class RocksTables {
  private static final int KEY_SIZE_BYTES = 8;

  private RocksTables() {}

  /**
   * The options of a table. No compression: the lengths that a manifest declares can then be
   * checked against the length of the file.
   */
  static Options options() {
    return new Options()
        .setCompressionType(CompressionType.NO_COMPRESSION)
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setChecksumType(ChecksumType.kCRC32c)
                .setNoBlockCache(true));
  }

  /** The key of the entry that says what the table is; before all others. */
  static byte[] headerKey() {
    return new byte[KEY_SIZE_BYTES];
  }

  /** The value of that entry: "EFLUXSST". */
  static byte[] headerValue() {
    return ByteBuffer.allocate(Long.BYTES).putLong(0x45464C5558535354L).array();
  }

  /** The key of a block; indexes from 0. */
  static byte[] key(int part, int block) {
    return ByteBuffer.allocate(KEY_SIZE_BYTES).putInt(part + 1).putInt(block).array();
  }
}
