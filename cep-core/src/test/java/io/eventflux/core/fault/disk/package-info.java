/**
 * A disk in memory for tests: a {@link java.nio.file.FileSystem} whose bytes and folder entries are
 * lost in a crash unless they were forced, and whose operations fail on demand or by seed. Every
 * run repeats exactly. Imports the JDK only.
 *
 * <pre>
 *   SimulatedDisk -- mount() --&gt; DiskFileSystem, one a process: paths, channels, locks
 *     |-- DiskFolder: entries as they are seen, and as they are stored
 *     |-- DiskFile:   bytes as they are seen, as they are stored, and what lies between
 *     |-- DiskFaults: what goes wrong, and when
 *     `-- DiskLog:    what was done, and how it ended
 * </pre>
 */
@NullMarked
package io.eventflux.core.fault.disk;

import org.jspecify.annotations.NullMarked;
