package io.eventflux.core.junction;

/** Thrown to a publisher whose junction has been closed: nobody reads its rows any more. */
public final class JunctionClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** An exception for a closed junction. */
  public JunctionClosedException() {
    super("the app has stopped and takes no more rows");
  }
}
