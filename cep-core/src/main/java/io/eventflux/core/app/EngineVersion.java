package io.eventflux.core.app;

/** The version of this engine, as it is written into checkpoints. */
public final class EngineVersion {
  /** Major, minor and patch. */
  public static final String CURRENT = "0.1.0";

  private EngineVersion() {}
}
