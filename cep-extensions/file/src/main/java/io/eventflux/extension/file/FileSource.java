package io.eventflux.extension.file;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.connector.ConnectorException;
import io.eventflux.core.connector.ConnectorException.Category;
import io.eventflux.core.connector.DecodeCursor;
import io.eventflux.core.connector.DecodeException;
import io.eventflux.core.connector.Decoder;
import io.eventflux.core.connector.OriginalBytes;
import io.eventflux.core.connector.RejectedEvent;
import io.eventflux.core.connector.Source;
import io.eventflux.core.connector.SourceContext;
import io.eventflux.extension.format.ByteSearch;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads records from a file or from standard input. Rows carry the clock's time.
 *
 * <pre>
 *   buffer:  | consumed | record | record | part of a rec|      |
 *            0          from                              to
 * </pre>
 *
 * The position is the place of {@code from}. The last bytes in front of it stay in the buffer: the
 * position has a digest of them, by which a file is known again. Bytes enter at {@code to} in
 * blocks; a record that is longer than the decoder takes never fills more than that: what was kept
 * of it is set aside with the event, and bytes up to the next line feed are dropped.
 */
final class FileSource implements Source {
  private static final int BLOCK_SIZE_BYTES = 1 << 18;

  private final String path;
  private final Compression compression;
  private final boolean follows;
  private final int batchRowCount;
  private final InputStream standardInput;

  // The position: unpacked bytes in front of buffer[from], and the line that starts there.
  private long offset;
  private long line = 1;
  private @Nullable SourceContext context;
  private @Nullable Decoder decoder;
  private @Nullable ColumnBatch batch;
  private @Nullable ByteInput input;
  private final DecodeCursor cursor = new DecodeCursor();
  private byte[] buffer = new byte[0];
  private int from;
  private int to;
  private boolean isInputEnded;

  /** A record that is too long, while the rest of it is being skipped. */
  private OriginalBytes.@Nullable Collector oversized;

  /** Where that record begins. */
  private FilePosition oversizedAt = FilePosition.START;

  /** What stands in front of the position while no buffer tells it; null if that is unknown. */
  private FilePosition.@Nullable Digest before;

  private boolean isClosed;

  FileSource(
      String path,
      Compression compression,
      boolean follows,
      int batchRowCount,
      InputStream standardInput) {
    this.path = path;
    this.compression = compression;
    this.follows = follows;
    this.batchRowCount = batchRowCount;
    this.standardInput = standardInput;
  }

  private boolean isStandardInput() {
    return path.equals(FileFailures.STANDARD_STREAM);
  }

  @Override
  public void open(SourceContext newContext) throws IOException {
    Decoder format = newContext.decoder();
    if (format == null) {
      throw new IllegalStateException("a file source has a format");
    }
    context = newContext;
    decoder = format;
    batch = new ColumnBatch(newContext.schema(), batchRowCount);
    if (isStandardInput()) {
      buffer = new byte[BLOCK_SIZE_BYTES];
      input = new PipeInput(standardInput);
      return;
    }
    if (offset > 0) {
      teachHeader(newContext, format);
    }
    StoredInput stored = openStored(newContext);
    input = stored;
    goOn(stored);
  }

  /**
   * Goes to the position, over the bytes in front of it.
   *
   * @throws ConnectorException if they are other ones than those that were read before
   */
  private void goOn(StoredInput stored) throws IOException {
    byte[] block = new byte[BLOCK_SIZE_BYTES];
    int covered = (int) Math.min(offset, FilePosition.COVERED_BYTES_MAX);
    try {
      if (!stored.goTo(offset - covered) || !stored.readFully(block, covered)) {
        throw replaced("it is shorter");
      }
    } catch (IOException failure) {
      throw FileFailures.reading(path, failure);
    }
    FilePosition.Digest known = before;
    if (known != null
        && !known.equals(FilePosition.Digest.of(block, covered - known.sizeBytes(), covered))) {
      throw replaced("its last " + known.sizeBytes() + " bytes up to there are others");
    }
    buffer = block;
    from = covered;
    to = covered;
  }

  private ConnectorException replaced(String reason) {
    return new ConnectorException(
        Category.IO,
        "the file '"
            + path
            + "' is not the one that was read up to byte "
            + offset
            + ", line "
            + line
            + ": "
            + reason
            + ", so it was replaced or changed; nothing of it was read. Put the file back, or begin"
            + " with a new state to read it from its start",
        null);
  }

  private StoredInput openStored(SourceContext target) throws ConnectorException {
    return new StoredInput(target.resolve(path), path, compression);
  }

  /** Lets the decoder see the first records again, since one of them may be a header. */
  private void teachHeader(SourceContext target, Decoder format) throws IOException {
    ColumnBatch forgotten = new ColumnBatch(target.schema(), 1);
    byte[] head = new byte[BLOCK_SIZE_BYTES];
    int size = 0;
    int at = 0;
    try (StoredInput start = openStored(target)) {
      while (true) {
        int end = format.recordEnd(head, at, size, false);
        if (end < 0) {
          if (size == head.length) {
            if (size > format.recordSizeMaxBytes()) {
              return;
            }
            head = Arrays.copyOf(head, size * 2);
          }
          int count = start.read(head, size, head.length - size);
          if (count < 0) {
            return;
          }
          size += count;
        } else if (format.decode(head, at, end, forgotten, 0) > 0) {
          return;
        } else {
          at = end;
        }
      }
    } catch (DecodeException refused) {
      // It was reported when it was read first.
      return;
    }
  }

  @Override
  public Poll poll() throws IOException {
    if (isClosed) {
      return Poll.END;
    }
    SourceContext target = contextNow();
    Decoder format = decoder;
    ColumnBatch rows = batch;
    if (format == null || rows == null) {
      throw new IllegalStateException("not open");
    }
    while (true) {
      if (oversized == null) {
        if (decode(format, target, rows)) {
          return Poll.MORE;
        }
        if (to - from > format.recordSizeMaxBytes()) {
          beginSkipping(format);
        }
      }
      OriginalBytes.Collector skipped = oversized;
      if (skipped != null && (skip(skipped) || isInputEnded)) {
        endSkipping(target, format, skipped);
      } else if (isInputEnded) {
        return Poll.END;
      } else if (!readBlock(target)) {
        return isInputEnded ? Poll.END : Poll.IDLE;
      }
    }
  }

  /**
   * Decodes what has been read, up to a full batch or a bad record, and hands it over: waiting for
   * more would only make rows older.
   *
   * @return false if there is no whole record
   */
  private boolean decode(Decoder format, SourceContext target, ColumnBatch rows) {
    cursor.show(buffer, from, to, isInputEnded);
    String refusal = null;
    try {
      format.decodeBlock(cursor, rows);
    } catch (DecodeException refused) {
      refusal = String.valueOf(refused.getMessage());
    }
    int sizeBytes = cursor.from() - from;
    offset += sizeBytes;
    line += cursor.lineCount();
    from = cursor.from();
    deliver(target, rows, cursor.rowCount(), sizeBytes);
    if (refusal != null) {
      reject(target, refusal, format.recordEnd(buffer, from, to, isInputEnded));
      return true;
    }
    return sizeBytes > 0;
  }

  private static void deliver(SourceContext target, ColumnBatch rows, int rowCount, int sizeBytes) {
    if (rowCount > 0) {
      Arrays.fill(rows.timestamps(), 0, rowCount, target.clock().millis());
      target.deliver(rows, rowCount, sizeBytes);
    }
  }

  /** Sets the record from {@code from} to {@code end} aside and goes behind it. */
  private void reject(SourceContext target, String reason, int end) {
    RejectedEvent event =
        new RejectedEvent(name(), Long.toString(line), reason, OriginalBytes.of(buffer, from, end));
    consume(end);
    target.reject(event);
  }

  /** What users call this source. */
  private String name() {
    return isStandardInput() ? "stdin" : path;
  }

  /** Moves the position behind the bytes before {@code end}. */
  private void consume(int end) {
    offset += end - from;
    line += ByteSearch.count(buffer, from, end, (byte) '\n');
    from = end;
  }

  /**
   * Reads more bytes behind {@code to}.
   *
   * @return whether anything changed; false if there is nothing to read now
   */
  private boolean readBlock(SourceContext target) throws IOException {
    int start = from - (int) Math.min(offset, FilePosition.COVERED_BYTES_MAX);
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, to - start);
      to -= start;
      from -= start;
    }
    if (buffer.length - to < BLOCK_SIZE_BYTES / 4) {
      // Stays below twice the longest record and a block, since longer records are skipped.
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    ByteInput bytes = input;
    if (bytes == null) {
      throw new IllegalStateException("not open");
    }
    try {
      int count = bytes.read(buffer, to, buffer.length - to);
      if (count > 0) {
        to += count;
        return true;
      }
      if (count == 0) {
        return false;
      }
      if (follows && bytes instanceof StoredInput stored) {
        return reopenIfReplaced(stored, target);
      }
      isInputEnded = true;
      return true;
    } catch (IOException failure) {
      throw FileFailures.reading(path, failure);
    }
  }

  /**
   * At the end of a followed file: goes to the start of the file that has taken its place, if any.
   */
  private boolean reopenIfReplaced(StoredInput stored, SourceContext target) throws IOException {
    if (!stored.isReplaced(offset + (to - from))) {
      return false;
    }
    if (oversized == null && from < to) {
      reject(target, "the file was replaced before the record ended", to);
    }
    stored.close();
    input = openStored(target);
    offset = 0;
    line = 1;
    from = 0;
    to = 0;
    return true;
  }

  /** Keeps the start of a record that is too long, for the report. */
  private void beginSkipping(Decoder format) {
    int limit = format.recordSizeMaxBytes();
    OriginalBytes.Collector record = new OriginalBytes.Collector();
    record.add(buffer, from, from + limit);
    oversized = record;
    oversizedAt = here();
    // Line feeds so far stand in quotes.
    consume(from + limit);
  }

  /** Drops bytes up to the next line feed; returns whether there was one. */
  private boolean skip(OriginalBytes.Collector record) {
    int lineFeed = ByteSearch.indexOf(buffer, from, to, (byte) '\n');
    int end = lineFeed < 0 ? to : lineFeed + 1;
    record.add(buffer, from, end);
    consume(end);
    return lineFeed >= 0;
  }

  private void endSkipping(SourceContext target, Decoder format, OriginalBytes.Collector record) {
    oversized = null;
    target.reject(
        new RejectedEvent(
            name(),
            Long.toString(oversizedAt.line()),
            "the record is longer than " + format.recordSizeMaxBytes() + " bytes",
            record.collected()));
  }

  private SourceContext contextNow() {
    SourceContext now = context;
    if (now == null) {
      throw new IllegalStateException("not open");
    }
    return now;
  }

  @Override
  public boolean isReplayable() {
    return !isStandardInput();
  }

  @Override
  public String position() {
    if (isStandardInput()) {
      return "";
    }
    // A record that is being skipped is set aside as a whole, so it is read again as a whole.
    return (oversized == null ? here() : oversizedAt).text();
  }

  /** The place of {@code from}. */
  private FilePosition here() {
    return buffer.length == 0
        ? new FilePosition(offset, line, before)
        : FilePosition.of(offset, line, buffer, from);
  }

  @Override
  public void seek(String newPosition) {
    if (!newPosition.isEmpty()) {
      FilePosition position = FilePosition.parse(newPosition);
      offset = position.offset();
      line = position.line();
      before = position.before();
    }
  }

  @Override
  public void close() throws IOException {
    if (isClosed) {
      return;
    }
    isClosed = true;
    batch = null;
    before = here().before();
    buffer = new byte[0];
    ByteInput bytes = input;
    if (bytes != null) {
      try {
        bytes.close();
      } catch (IOException failure) {
        throw FileFailures.reading(path, failure);
      }
    }
  }
}
