/** JMH benchmarks. Each states the question it answers in one sentence. May import every module. */
@NullMarked
package io.eventflux.benchmark;

import org.jspecify.annotations.NullMarked;
