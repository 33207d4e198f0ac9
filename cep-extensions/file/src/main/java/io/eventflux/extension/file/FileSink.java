package io.eventflux.extension.file;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.connector.ConnectorException;
import io.eventflux.core.connector.ConnectorException.Category;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.Sink;
import io.eventflux.core.connector.SinkContext;
import io.eventflux.core.state.DurableFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to a file or to standard output, through a buffer. A gzip file is complete, and
 * all of it readable, when the sink is closed; what was flushed before can be unpacked up to there.
 */
final class FileSink implements Sink {
  private static final int BUFFER_SIZE_BYTES = 1 << 16;

  private final String path;
  private final Compression compression;
  private final boolean appends;
  private final OutputStream standardOutput;
  private @Nullable Encoder encoder;
  private @Nullable OutputStream output;

  FileSink(String path, Compression compression, boolean appends, OutputStream standardOutput) {
    this.path = path;
    this.compression = compression;
    this.appends = appends;
    this.standardOutput = standardOutput;
  }

  @Override
  public void open(SinkContext context) throws IOException {
    Encoder format = context.encoder();
    if (format == null) {
      throw new IllegalStateException("a file sink has a format");
    }
    encoder = format;
    if (path.equals(FileFailures.STANDARD_STREAM)) {
      OutputStream stream = packed(standardOutput);
      output = stream;
      start(format, stream);
      return;
    }
    Path file = context.resolve(path);
    checkPlace(file, path);
    boolean isNew = !appends || isEmpty(file);
    OutputStream stream;
    try {
      OpenOption mode = appends ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode);
      stream = packed(new ChannelOutput(channel, context));
    } catch (IOException failure) {
      throw FileFailures.creating(path, failure);
    }
    output = stream;
    if (isNew) {
      start(format, stream);
    }
  }

  private void start(Encoder format, OutputStream stream) throws ConnectorException {
    try {
      format.encodeStart(stream);
    } catch (IOException failure) {
      throw FileFailures.writing(path, failure);
    }
  }

  private OutputStream packed(OutputStream target) throws IOException {
    OutputStream buffered = new BufferedOutputStream(target, BUFFER_SIZE_BYTES);
    return compression == Compression.GZIP
        ? new GZIPOutputStream(buffered, BUFFER_SIZE_BYTES, true)
        : buffered;
  }

  /**
   * Refuses a place where no file can be.
   *
   * @param path the path as the user wrote it
   */
  static void checkPlace(Path file, String path) throws ConnectorException {
    if (Files.isDirectory(file)) {
      throw new ConnectorException(
          Category.CANNOT_CREATE, "'" + path + "' is a directory, not a file", null);
    }
    Path folder = file.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new ConnectorException(
          Category.CANNOT_CREATE,
          "the file '" + path + "' cannot be created: there is no folder '" + folder + "'",
          null);
    }
  }

  private boolean isEmpty(Path file) throws ConnectorException {
    try {
      return !DurableFiles.exists(file) || Files.size(file) == 0;
    } catch (IOException failure) {
      throw FileFailures.creating(path, failure);
    }
  }

  @Override
  public void write(ColumnBatch batch, int lo, int hi) throws IOException {
    Encoder format = encoder;
    OutputStream stream = output;
    if (format == null || stream == null) {
      throw new IllegalStateException("not open");
    }
    try {
      format.encode(batch, lo, hi, stream);
    } catch (IOException failure) {
      throw FileFailures.writing(path, failure);
    }
  }

  @Override
  public void flush() throws IOException {
    OutputStream stream = output;
    if (stream != null) {
      try {
        stream.flush();
      } catch (IOException failure) {
        throw FileFailures.writing(path, failure);
      }
    }
  }

  @Override
  public void close() throws IOException {
    OutputStream stream = output;
    output = null;
    if (stream == null) {
      return;
    }
    try {
      if (!path.equals(FileFailures.STANDARD_STREAM)) {
        stream.close();
        return;
      }
      // Standard output belongs to the process: finish our part of it and leave it open.
      if (stream instanceof GZIPOutputStream gzip) {
        gzip.finish();
      }
      stream.flush();
    } catch (IOException failure) {
      throw FileFailures.writing(path, failure);
    }
  }
}
