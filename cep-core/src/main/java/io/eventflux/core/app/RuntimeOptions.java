package io.eventflux.core.app;

import io.eventflux.core.connector.ConnectorRegistry;
import io.eventflux.core.time.EngineClock;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How an app is run. Immutable; start from {@link #defaults} and change what differs.
 *
 * @param mode who moves rows through the app
 * @param clock the clock of the app; in playback, where rows move the clock of the app, only the
 *     waiting for them is measured with it
 * @param ringCapacity rows in the ring of each pipeline; a power of two
 * @param rangeRowsMax greatest number of rows processed together; 0: all that are available.
 *     Results do not depend on it
 * @param folder what relative paths of connectors count from; it names the file system too
 * @param errorListener is told of events that could not be processed, by the thread that met them
 * @param connectors where sources, sinks and formats are found
 * @param stopTimeoutMillis how long a graceful stop may take before rows in flight are given up,
 *     milliseconds
 * @param maxInFlightBytes how many bytes of texts, binary values and collections may be on their
 *     way from one input of a program, or from one part of the app to others, in an app with
 *     threads; whoever has more waits
 * @param onDiskFull what the app does while a disk is full
 * @param checkpoints where the state of the app is kept; null: it starts from nothing each time
 */
public record RuntimeOptions(
    Mode mode,
    EngineClock clock,
    int ringCapacity,
    int rangeRowsMax,
    Path folder,
    ErrorListener errorListener,
    ConnectorRegistry connectors,
    long stopTimeoutMillis,
    long maxInFlightBytes,
    OnDiskFull onDiskFull,
    @Nullable CheckpointOptions checkpoints) {
  /** Checks the numbers. */
  public RuntimeOptions {
    if (ringCapacity < 2 || Integer.bitCount(ringCapacity) != 1) {
      throw new IllegalArgumentException(
          "ring capacity must be a power of two from 2 on, was " + ringCapacity);
    }
    if (rangeRowsMax < 0) {
      throw new IllegalArgumentException(
          "rows of a range must not be negative, was " + rangeRowsMax);
    }
    if (maxInFlightBytes < 1) {
      throw new IllegalArgumentException(
          "bytes in flight must be at least 1, were " + maxInFlightBytes);
    }
  }

  /** Who moves rows through the app. Results are the same. */
  public enum Mode {
    /** The calling thread: {@code send} returns after all its effects. */
    CALLER_DRIVEN,
    /**
     * One thread for each pipeline and each source; {@code send} waits only while the ring is full.
     */
    THREADED
  }

  /** What an app does when checkpoints or the rows of a file sink find no room. */
  public enum OnDiskFull {
    /**
     * It waits, reads no sources, and tries again every 5 seconds. Who drives the app, or sends
     * more than its rings hold, waits too. With a {@link io.eventflux.core.time.VirtualClock} it
     * fails, because no time would pass.
     */
    WAIT,
    /** It fails. */
    FAIL
  }

  /**
   * Caller-driven on the clock of the machine, connectors as installed, relative paths from the
   * working directory.
   */
  public static RuntimeOptions defaults() {
    return new RuntimeOptions(
        Mode.CALLER_DRIVEN,
        EngineClock.system(),
        4096,
        0,
        Path.of(""),
        ErrorListener.logging(),
        ConnectorRegistry.installed(),
        15_000,
        64L << 20,
        OnDiskFull.WAIT,
        null);
  }

  /** These options with another mode. */
  public RuntimeOptions withMode(Mode newMode) {
    return with(draft -> draft.mode = newMode);
  }

  /** These options with another clock. */
  public RuntimeOptions withClock(EngineClock newClock) {
    return with(draft -> draft.clock = newClock);
  }

  /** These options with another ring capacity. */
  public RuntimeOptions withRingCapacity(int newCapacity) {
    return with(draft -> draft.ringCapacity = newCapacity);
  }

  /** These options with ranges of at most {@code newMax} rows; 0: all that are available. */
  public RuntimeOptions withRangeRowsMax(int newMax) {
    return with(draft -> draft.rangeRowsMax = newMax);
  }

  /** These options with another folder for relative paths. */
  public RuntimeOptions withFolder(Path newFolder) {
    return with(draft -> draft.folder = newFolder);
  }

  /** These options with another error listener. */
  public RuntimeOptions withErrorListener(ErrorListener newListener) {
    return with(draft -> draft.errorListener = newListener);
  }

  /** These options with other connectors. */
  public RuntimeOptions withConnectors(ConnectorRegistry newConnectors) {
    return with(draft -> draft.connectors = newConnectors);
  }

  /** These options with another limit on the time of a graceful stop. */
  public RuntimeOptions withStopTimeoutMillis(long newTimeoutMillis) {
    return with(draft -> draft.stopTimeoutMillis = newTimeoutMillis);
  }

  /** These options with another limit on bytes that are on their way. */
  public RuntimeOptions withMaxInFlightBytes(long newMaxBytes) {
    return with(draft -> draft.maxInFlightBytes = newMaxBytes);
  }

  /** These options with another way to meet a full disk. */
  public RuntimeOptions withOnDiskFull(OnDiskFull newOnDiskFull) {
    return with(draft -> draft.onDiskFull = newOnDiskFull);
  }

  /**
   * These options with state that survives the process: the app takes checkpoints, and goes on from
   * the newest at its start. Null: none.
   */
  public RuntimeOptions withCheckpoints(@Nullable CheckpointOptions newCheckpoints) {
    return with(draft -> draft.checkpoints = newCheckpoints);
  }

  /** The file that {@code path} names, which may be relative to {@link #folder}. */
  Path resolve(String path) {
    return folder.resolve(folder.getFileSystem().getPath(path));
  }

  private RuntimeOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /** Options while one of them is changed. */
  private static final class Draft {
    private Mode mode;
    private EngineClock clock;
    private int ringCapacity;
    private int rangeRowsMax;
    private Path folder;
    private ErrorListener errorListener;
    private ConnectorRegistry connectors;
    private long stopTimeoutMillis;
    private long maxInFlightBytes;
    private OnDiskFull onDiskFull;
    private @Nullable CheckpointOptions checkpoints;

    Draft(RuntimeOptions from) {
      mode = from.mode;
      clock = from.clock;
      ringCapacity = from.ringCapacity;
      rangeRowsMax = from.rangeRowsMax;
      folder = from.folder;
      errorListener = from.errorListener;
      connectors = from.connectors;
      stopTimeoutMillis = from.stopTimeoutMillis;
      maxInFlightBytes = from.maxInFlightBytes;
      onDiskFull = from.onDiskFull;
      checkpoints = from.checkpoints;
    }

    RuntimeOptions options() {
      return new RuntimeOptions(
          mode,
          clock,
          ringCapacity,
          rangeRowsMax,
          folder,
          errorListener,
          connectors,
          stopTimeoutMillis,
          maxInFlightBytes,
          onDiskFull,
          checkpoints);
    }
  }
}
