package io.eventflux.extension.file;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.connector.ConnectorException;
import io.eventflux.core.connector.ConnectorException.Category;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.EpochHeader;
import io.eventflux.core.connector.EpochSink;
import io.eventflux.core.connector.SinkContext;
import io.eventflux.core.connector.SinkEpoch;
import io.eventflux.core.fault.FailPoint;
import io.eventflux.core.state.DurableFiles;
import io.eventflux.core.state.StateDamagedException;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.extension.file.EpochMarker.Extent;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to a file. In an app with checkpoints rows become visible epoch by epoch, exactly
 * once; in any other app it writes through to the file ({@link FileSink}).
 *
 * <pre>
 *   alerts.csv                     the target: at every moment the beginning of what it will be
 *   .alerts.csv.epochs/marker      up to where it is committed ({@link EpochMarker})
 *   .alerts.csv.epochs/pending-7   an epoch that is not committed ({@link PendingOutput})
 * </pre>
 *
 * A pending file is durable before the checkpoint counts, and appended to the target after that. If
 * the process dies in between, the next start finds the pending file named in the checkpoint, cuts
 * the target back to what the marker says, and appends again. So a byte in the target is never
 * taken back for another one: it is committed, or comes again the same.
 */
final class EpochFileSink implements EpochSink {
  private static final int COPY_SIZE_BYTES = 1 << 20;
  private static final String PENDING = "pending-";

  private final String path;
  private final Compression compression;
  private final boolean appends;
  private final FileSink direct;

  private @Nullable SinkContext context;
  private @Nullable Encoder encoder;
  private @Nullable Path target;
  private @Nullable Path folder;
  private String runId = "";

  // Pipeline thread.
  private final Content content = new Content();
  private @Nullable CommittedContent replay;
  private @Nullable PendingOutput pending;
  private long pendingNumber;
  private long contentBytes;
  private long rowCount;

  /** Set when a write failed in the middle: what stands behind it would be torn. */
  private @Nullable IOException broken;

  /** What is committed. Written by the checkpoint thread, which is done before the next cut. */
  private volatile Extent committed = new Extent(0, 0, 0, 0);

  EpochFileSink(String path, Compression compression, boolean appends, FileSink direct) {
    this.path = path;
    this.compression = compression;
    this.appends = appends;
    this.direct = direct;
  }

  @Override
  public void open(SinkContext context) throws IOException {
    String run = context.runId();
    if (run == null) {
      direct.open(context);
      return;
    }
    Encoder format = context.encoder();
    if (format == null) {
      throw new IllegalStateException("a file sink has a format");
    }
    encoder = format;
    this.context = context;
    runId = run;
    Path file = context.resolve(path);
    FileSink.checkPlace(file, path);
    target = file;
    folder = file.resolveSibling("." + file.getFileName() + ".epochs");
  }

  // ---- the start ----

  @Override
  public long recover(@Nullable EpochHeader header, byte @Nullable [] state) throws IOException {
    try {
      EpochMarker marker = readMarker();
      if (marker == null || !marker.header().runId().equals(runId)) {
        if (header != null) {
          throw mismatch(
              "it has no output of this state; it was removed or replaced after checkpoint "
                  + header.epoch());
        }
        beginAnew();
        return 0;
      }
      Extent extent = marker.extent();
      committed = extent;
      requireCommittedLength(extent);
      EpochState restored =
          header == null || state == null
              ? new EpochState(new Extent(extent.baseBytes(), extent.baseBytes(), 0, 0), "", 0, 0)
              : EpochState.decode(state);
      long committedEpoch = marker.header().epoch();
      if (header != null && header.epoch() > committedEpoch && restored.sizeBytes() > 0) {
        append(header, restored);
        committedEpoch = header.epoch();
      } else {
        cutBack(extent);
      }
      removePending();
      goOn(restored.extent());
      return committedEpoch;
    } catch (IOException failure) {
      throw FileFailures.recovering(path, failure);
    }
  }

  private @Nullable EpochMarker readMarker() throws IOException {
    Path file = folder().resolve("marker");
    if (!DurableFiles.exists(file)) {
      return null;
    }
    try {
      return EpochMarker.decode(Files.readAllBytes(file));
    } catch (StateDamagedException e) {
      throw mismatch("the marker '" + file + "' is damaged: " + e.getMessage());
    }
  }

  /** Nothing of this run is in the target. */
  private void beginAnew() throws IOException {
    Path file = target();
    Files.createDirectories(folder());
    removePending();
    long baseBytes = 0;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (appends) {
        baseBytes = channel.size();
      } else {
        channel.truncate(0);
      }
      channel.force(true);
    }
    // The marker relies on the names: without the target nothing could be committed any more.
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      DurableFiles.forceFolder(parent);
    }
    Extent extent = new Extent(baseBytes, baseBytes, 0, 0);
    writeMarker(new EpochMarker(new EpochHeader(runId, 0, Map.of()), extent));
    goOn(extent);
  }

  private void requireCommittedLength(Extent extent) throws IOException {
    Path file = target();
    long sizeBytes = DurableFiles.exists(file) ? Files.size(file) : 0;
    if (sizeBytes < extent.lengthBytes()) {
      throw mismatch(
          "it has "
              + sizeBytes
              + " bytes, and "
              + extent.lengthBytes()
              + " are committed: it was cut or replaced");
    }
  }

  /** Removes what a commit that was cut short has appended; refuses what somebody else has. */
  private void cutBack(Extent extent) throws IOException {
    Path file = target();
    if (!DurableFiles.exists(file) || Files.size(file) == extent.lengthBytes()) {
      return;
    }
    if (!hasPending()) {
      throw mismatch(
          "somebody else has written behind the committed output, from byte "
              + extent.lengthBytes()
              + " on");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(extent.lengthBytes());
      channel.force(true);
    }
  }

  /** Goes on behind {@code extent}, which may be in front of what is committed. */
  private void goOn(Extent extent) throws IOException {
    contentBytes = extent.contentBytes();
    rowCount = extent.rowCount();
    Extent visible = committed;
    if (contentBytes > visible.contentBytes()) {
      throw mismatch(
          "it ends at byte "
              + visible.contentBytes()
              + " of the output, and the checkpoint at "
              + contentBytes);
    }
    if (contentBytes < visible.contentBytes()) {
      replay =
          new CommittedContent(target(), compression, visible, contentBytes, this::pendingContent);
    }
    if (contentBytes == 0 && visible.baseBytes() == 0) {
      encoder().encodeStart(content);
    }
  }

  // ---- rows ----

  @Override
  public void write(ColumnBatch batch, int lo, int hi) throws IOException {
    if (encoder == null) {
      direct.write(batch, lo, hi);
      return;
    }
    requireSound();
    try {
      encoder().encode(batch, lo, hi, content);
      rowCount += hi - lo;
    } catch (IOException failure) {
      broken = failure;
      throw FileFailures.writing(path, failure);
    }
  }

  private void requireSound() throws ConnectorException {
    IOException failure = broken;
    if (failure != null) {
      throw FileFailures.writing(path, failure);
    }
  }

  /** Where the next bytes of the output go, counted. */
  private final class Content extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      CommittedContent replayed = replay;
      (replayed == null ? pendingContent() : replayed).write(bytes, from, length);
      contentBytes += length;
    }
  }

  private OutputStream pendingContent() throws IOException {
    PendingOutput open = pending;
    if (open == null) {
      context().whileDiskIsFull(this::openPending);
      open = opened(pending);
    }
    return open.content();
  }

  private void openPending() throws IOException {
    pendingNumber++;
    pending = new PendingOutput(folder().resolve(PENDING + pendingNumber), compression, context());
  }

  @Override
  public boolean isReplaying() {
    CommittedContent replayed = replay;
    return replayed != null && replayed.isReplaying();
  }

  // ---- epochs ----

  @Override
  public SinkEpoch endEpoch(EpochHeader header) throws IOException {
    requireSound();
    try {
      PendingOutput ended = pending;
      pending = null;
      if (ended != null) {
        ended.end();
      }
      CommittedContent replayed = replay;
      if (replayed != null && !replayed.isReplaying()) {
        replayed.close();
        replay = null;
      }
      Extent before = committed;
      long sizeBytes = ended == null ? 0 : ended.sizeBytes();
      Extent extent =
          new Extent(before.baseBytes(), before.lengthBytes() + sizeBytes, contentBytes, rowCount);
      EpochState state =
          ended == null
              ? new EpochState(extent, "", 0, 0)
              : new EpochState(
                  extent, String.valueOf(ended.file().getFileName()), sizeBytes, ended.checksum());
      return new Epoch(header, ended, state);
    } catch (IOException failure) {
      broken = failure;
      throw FileFailures.writing(path, failure);
    }
  }

  /** The rows between two cuts. */
  private final class Epoch implements SinkEpoch {
    private final EpochHeader header;
    private final @Nullable PendingOutput output;
    private final EpochState state;
    private boolean isCommitted;

    Epoch(EpochHeader header, @Nullable PendingOutput output, EpochState state) {
      this.header = header;
      this.output = output;
      this.state = state;
    }

    @Override
    public void prepare() throws IOException {
      FailPoint.SINK_PREPARE.reach();
      PendingOutput ended = output;
      if (ended == null) {
        return;
      }
      try {
        ended.sync();
        DurableFiles.forceFolder(folder());
      } catch (IOException failure) {
        throw FileFailures.writing(path, failure);
      }
    }

    @Override
    public byte[] state() {
      return state.encode();
    }

    @Override
    public void commit() throws IOException {
      if (output == null || isCommitted) {
        return;
      }
      try {
        append(header, state);
        isCommitted = true;
        Files.deleteIfExists(output.file());
      } catch (IOException failure) {
        throw FileFailures.writing(path, failure);
      }
    }
  }

  /** Makes the pending output of an epoch visible, and says so in the marker. */
  private void append(EpochHeader header, EpochState state) throws IOException {
    FailPoint.SINK_COMMIT.reach();
    Path source = folder().resolve(state.pendingName());
    requireWhole(source, state);
    long at = committed.lengthBytes();
    try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ);
        FileChannel to = FileChannel.open(target(), StandardOpenOption.WRITE)) {
      // A commit that was cut short has left some of the same bytes there.
      to.truncate(at);
      to.position(at);
      ByteBuffer block = ByteBuffer.allocate(COPY_SIZE_BYTES);
      long half = state.sizeBytes() / 2;
      copy(from, to, half, block);
      FailPoint.SINK_PARTLY_VISIBLE.reach();
      copy(from, to, state.sizeBytes() - half, block);
      to.force(true);
    }
    FailPoint.SINK_VISIBLE.reach();
    writeMarker(new EpochMarker(header, state.extent()));
    FailPoint.SINK_MARKED.reach();
  }

  private void copy(FileChannel from, FileChannel to, long countBytes, ByteBuffer block)
      throws IOException {
    long left = countBytes;
    while (left > 0) {
      block.clear().limit((int) Math.min(left, block.capacity()));
      while (block.hasRemaining()) {
        if (from.read(block) < 0) {
          throw new EOFException("the pending output has been cut");
        }
      }
      left -= block.position();
      block.flip();
      ChannelOutput.write(to, block, context());
    }
  }

  /** The pending output must be what the checkpoint says, before anybody sees it. */
  private void requireWhole(Path source, EpochState state) throws IOException {
    if (!DurableFiles.exists(source) || Files.size(source) != state.sizeBytes()) {
      throw mismatch("the pending output '" + source + "' is missing or cut");
    }
    CRC32C crc = new CRC32C();
    try (FileChannel channel = FileChannel.open(source, StandardOpenOption.READ)) {
      ByteBuffer block = ByteBuffer.allocate(COPY_SIZE_BYTES);
      while (channel.read(block) >= 0) {
        crc.update(block.flip());
        block.clear();
      }
    }
    if ((int) crc.getValue() != state.checksum()) {
      throw mismatch("the pending output '" + source + "' is damaged");
    }
  }

  private void writeMarker(EpochMarker marker) throws IOException {
    byte[] content = marker.encode();
    Path file = folder().resolve("marker");
    context().whileDiskIsFull(() -> DurableFiles.replace(file, content));
    committed = marker.extent();
  }

  private boolean hasPending() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(), PENDING + "*")) {
      return files.iterator().hasNext();
    }
  }

  private void removePending() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(), PENDING + "*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Without checkpoints makes everything visible; with them the end of the epoch does. */
  @Override
  public void flush() throws IOException {
    if (encoder == null) {
      direct.flush();
    }
  }

  /** With checkpoints: rows of the epoch that has not ended are forgotten. */
  @Override
  public void close() throws IOException {
    direct.close();
    PendingOutput open = pending;
    pending = null;
    CommittedContent replayed = replay;
    replay = null;
    try {
      if (open != null) {
        open.discard();
      }
      if (replayed != null) {
        replayed.close();
      }
    } catch (IOException failure) {
      throw FileFailures.writing(path, failure);
    }
  }

  private ConnectorException mismatch(String what) {
    return new ConnectorException(
        Category.IO, "the file '" + path + "' does not fit the state: " + what, null);
  }

  private Path target() {
    return opened(target);
  }

  private Path folder() {
    return opened(folder);
  }

  private SinkContext context() {
    return opened(context);
  }

  private Encoder encoder() {
    return opened(encoder);
  }

  private static <T> T opened(@Nullable T thing) {
    if (thing == null) {
      throw new IllegalStateException("not open");
    }
    return thing;
  }

  /**
   * What a checkpoint says about the epoch that it ends.
   *
   * @param extent how far the output goes when the epoch is committed
   * @param pendingName the file with the rows of the epoch; empty without any
   * @param sizeBytes the length of that file
   * @param checksum its CRC-32C
   */
  record EpochState(Extent extent, String pendingName, long sizeBytes, int checksum) {
    byte[] encode() {
      StateWriter writer = new StateWriter();
      extent.write(writer);
      writer.putText(pendingName);
      writer.putLong(sizeBytes);
      writer.putInt(checksum);
      return writer.toByteArray();
    }

    static EpochState decode(byte[] bytes) {
      StateReader reader = new StateReader(bytes);
      return new EpochState(
          Extent.read(reader), reader.getRequiredText(), reader.getLong(), reader.getInt());
    }
  }
}
