package io.eventflux.runner;

import java.util.ArrayList;
import java.util.List;

/** A process of which threads that nobody watches fill the memory. */
final class MemoryExhausted {
  private MemoryExhausted() {}

  /** Does not return. */
  public static void main(String[] args) throws InterruptedException {
    MemoryExit.install();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(new Thread(MemoryExhausted::fill));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void fill() {
    Object[] chain = null;
    while (true) {
      // Small pieces, so that not the least is left.
      chain = new Object[] {chain};
    }
  }
}
